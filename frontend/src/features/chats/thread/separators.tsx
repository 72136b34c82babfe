import { useTranslation } from 'react-i18next'
import { useFormat } from '@/hooks/use-format'
import { daysAgo } from '@/lib/format'

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
