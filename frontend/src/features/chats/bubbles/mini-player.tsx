import { Pause, Play, X } from 'lucide-react'
import { useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { IconButton } from '@/components/ui/icon-button'
import { formatClock } from '@/lib/format'
import { paths } from '@/lib/paths'
import { pause, play, playerStore, stop } from './player'

/** O áudio segue quando se sai da conversa: aqui se vê e se para. */
export function MiniPlayer({ openChatId }: { openChatId: number | null }) {
  const { t } = useTranslation()
  const { mediaId, chatId, title, isPlaying, time, duration } = useSyncExternalStore(
    playerStore.subscribe,
    playerStore.get,
  )
  if (mediaId === null || chatId === null || chatId === openChatId) return null
  return (
    <div
      role="region"
      aria-label={t('media.miniPlayer')}
      className="flex items-center gap-2 border-b bg-selected px-2 py-1"
    >
      <IconButton
        size="small"
        icon={isPlaying ? Pause : Play}
        label={isPlaying ? t('media.pause') : t('media.play')}
        onClick={() => {
          if (isPlaying) pause()
          else play({ mediaId, chatId, title, seconds: duration })
        }}
      />
      <Link
        to={paths.chat(chatId)}
        className="min-w-0 flex-1 truncate text-sub font-medium hover:underline"
      >
        {title}
      </Link>
      <span className="tabular text-meta text-text-3">
        {formatClock(time)} / {formatClock(duration)}
      </span>
      <IconButton size="small" icon={X} label={t('common.close')} onClick={stop} />
    </div>
  )
}
