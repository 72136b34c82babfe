import { useTranslation } from 'react-i18next'
import { useFormat } from '@/hooks/use-format'

const COUNTED = { envios: 'sends', eventos: 'events', dias: 'days' } as const

/** Um valor na unidade dele, em palavras: «5 min», «12 %», «63 envios». */
export function useMeasure(): (value: number, unit: string | null) => string {
  const { t } = useTranslation()
  const format = useFormat()
  return (value, unit) => {
    if (unit === 's') return format.span(value * 1000)
    if (unit === 'ms') return `${format.number(Math.round(value))} ms`
    if (unit === '%') return `${format.number(value)} %`
    if (unit !== null && unit in COUNTED) {
      return t(`alerts.unit.${COUNTED[unit as keyof typeof COUNTED]}`, { count: value })
    }
    return unit === null ? format.number(value) : `${format.number(value)} ${unit}`
  }
}

/** O nome da unidade, para o rótulo de um campo. */
export function useUnitName(): (unit: string) => string {
  const { t } = useTranslation()
  return (unit) => {
    if (unit === 's' || unit === 'ms') return t(`alerts.unitName.${unit}`)
    if (unit in COUNTED) return t(`alerts.unitName.${COUNTED[unit as keyof typeof COUNTED]}`)
    return unit
  }
}
