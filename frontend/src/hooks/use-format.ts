import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import * as format from '@/lib/format'

/** Os formatadores já no idioma da tela. */
export function useFormat() {
  const { i18n } = useTranslation()
  const { language } = i18n
  return useMemo(
    () => ({
      language,
      time: (iso: string) => format.formatTime(iso, language),
      preciseTime: (iso: string) => format.formatPreciseTime(iso, language),
      date: (iso: string) => format.formatDate(iso, language),
      dateTime: (iso: string) => format.formatDateTime(iso, language),
      longDay: (iso: string) => format.formatLongDay(iso, language),
      shortDay: (iso: string) => format.formatShortDay(iso, language),
      number: (value: number) => format.formatNumber(value, language),
      relative: (iso: string, now?: number) => format.formatRelative(iso, language, now),
      span: (ms: number) => format.formatSpan(ms, language),
      money: (value: number) => format.formatMoney(value, language),
      bytes: (bytes: number) => format.formatBytes(bytes, language),
    }),
    [language],
  )
}
