import { Pause, Play } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '@/components/ui/icon-button'
import { useFormat } from '@/hooks/use-format'
import { useNow } from '@/hooks/use-now'
import { useLiveStatus } from '@/live/use-live-status'

interface LiveNoteProps {
  updatedAt: number
  isPaused: boolean
  onToggle: () => void
}

/** «Ao vivo · atualizado há 3 s», ou de quando são os números quando não se pode refazê-los. */
export function LiveNote({ updatedAt, isPaused, onToggle }: LiveNoteProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const now = useNow('second')
  const { isOnline, isTroubled } = useLiveStatus()
  const isStale = !isOnline || isTroubled
  const iso = new Date(updatedAt).toISOString()
  return (
    <span className="inline-flex min-w-0 items-center gap-1">
      {updatedAt === 0 ? null : isStale ? (
        <span className="truncate font-medium text-warn">
          {t('dashboard.staleFrom', { time: format.time(iso) })}
        </span>
      ) : (
        <span className="tabular truncate">
          {isPaused ? t('dashboard.paused') : t('dashboard.live')} ·{' '}
          {t('common.updated', { when: format.relative(iso, Math.max(now, updatedAt + 1000)) })}
        </span>
      )}
      <IconButton
        size="small"
        icon={isPaused ? Play : Pause}
        label={isPaused ? t('dashboard.resume') : t('dashboard.pause')}
        onClick={onToggle}
      />
    </span>
  )
}
