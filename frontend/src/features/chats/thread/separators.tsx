import { Unplug } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '@/hooks/use-format'
import { dayKey, daysAgo } from '@/lib/format'
import type { Gap } from './rows'

export function DayName({ iso }: { iso: string }) {
  const { t } = useTranslation()
  const format = useFormat()
  const days = daysAgo(iso)
  if (days === 0) return t('chats.today')
  return days === 1 ? t('chats.yesterday') : format.longDay(iso)
}

export function DaySeparator({ rowKey, iso }: { rowKey: string; iso: string }) {
  return (
    <div data-key={rowKey} data-day={iso} className="flex justify-center py-3">
      <span className="rounded-full border bg-surface px-3 py-0.5 text-meta font-medium text-text-2">
        <DayName iso={iso} />
      </span>
    </div>
  )
}

export function UnreadDivider({ rowKey, count }: { rowKey: string; count: number }) {
  const { t } = useTranslation()
  return (
    <div data-key={rowKey} className="flex items-center gap-3 py-2">
      <span aria-hidden className="h-px flex-1 bg-accent" />
      <span className="text-meta font-semibold text-accent-text">
        {t('thread.unreadDivider', { count })}
      </span>
      <span aria-hidden className="h-px flex-1 bg-accent" />
    </div>
  )
}

/** Onde podem faltar mensagens, e por quê: dito na conversa, não numa página à parte. */
export function GapMarker({ rowKey, gap }: { rowKey: string; gap: Gap }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { start, end, ours } = gap
  const isOneDay = end === null ? daysAgo(start) === 0 : dayKey(start) === dayKey(end)
  const moment = (iso: string) =>
    isOneDay ? format.time(iso) : `${format.shortDay(iso)} ${format.time(iso)}`
  const span =
    end === null
      ? t('thread.gapSince', { start: moment(start) })
      : t('thread.gapFromTo', { start: moment(start), end: moment(end) })
  return (
    <div data-key={rowKey} className="flex justify-center px-3 py-2">
      <p className="flex max-w-xl items-start gap-2 rounded-control border border-dashed border-border-strong bg-warn-soft px-3 py-1.5 text-sub text-warn">
        <Unplug aria-hidden className="mt-px size-4 shrink-0" strokeWidth={1.75} />
        <span>
          {ours ? t('thread.gapOurs') : t('thread.gapInstance')} {span}. {t('thread.gapMissing')}
        </span>
      </p>
    </div>
  )
}
