import { Mic, Pause, Play } from 'lucide-react'
import { useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '@/components/ui/icon-button'
import { formatClock } from '@/lib/format'
import type { Mensagem } from '../model'
import { useThreadScope } from '../scope'
import { MediaState } from './media-frame'
import { Meta } from './meta'
import { nextRate, pause, play, playerStore, seek, stateFor } from './player'
import { Waveform } from './waveform'

const SEEK_STEP_S = 5

export function AudioBubble({ message }: { message: Mensagem }) {
  const { t } = useTranslation()
  const { chat } = useThreadScope()
  const state = useSyncExternalStore(playerStore.subscribe, () => stateFor(message.media?.id))
  const { media } = message
  if (!media) return null
  const isMine = state.mediaId === media.id
  const isPlaying = isMine && state.isPlaying
  const duration = (isMine && state.duration) || media.seconds || 0
  const time = isMine ? state.time : 0
  const isUnplayed = message.direction === 'in' && message.type === 'voice' && !isMine
  const track = {
    mediaId: media.id,
    chatId: chat.id,
    title: message.sender_name ?? chat.name,
    seconds: media.seconds,
  }

  if (media.status !== 'ready') {
    return (
      <div className="flex flex-wrap items-center gap-2">
        <Mic aria-hidden className="size-5 text-text-3" strokeWidth={1.75} />
        {media.seconds ? (
          <span className="tabular text-sub text-text-3">{formatClock(media.seconds)}</span>
        ) : null}
        <MediaState message={message} media={media} />
        <Meta message={message} />
      </div>
    )
  }
  return (
    <div className="flex w-72 max-w-full items-center gap-2">
      <IconButton
        icon={isPlaying ? Pause : Play}
        label={isPlaying ? t('media.pause') : t('media.play')}
        className="rounded-full bg-sunken"
        onClick={() => {
          if (isPlaying) pause()
          else play(track)
        }}
      />
      <div className="flex min-w-0 flex-1 flex-col">
        <div className="relative h-8">
          <Waveform
            levels={media.waveform}
            progress={duration > 0 ? time / duration : 0}
            seed={media.id}
          />
          {/* O controle de verdade é um range invisível por cima do desenho: teclado e leitor de tela de graça. */}
          <input
            type="range"
            aria-label={t('media.position')}
            aria-valuetext={t('media.positionOf', {
              time: formatClock(time),
              total: formatClock(duration),
            })}
            min={0}
            max={Math.max(duration, 0.1)}
            step={SEEK_STEP_S}
            value={time}
            disabled={!isMine}
            onChange={(event) => {
              seek(Number(event.target.value))
            }}
            onPointerDown={(event) => {
              const box = event.currentTarget.getBoundingClientRect()
              if (isMine) seek(((event.clientX - box.left) / box.width) * duration)
            }}
            className="absolute inset-0 w-full cursor-pointer opacity-0"
          />
        </div>
        <div className="flex items-center gap-2">
          <span className="tabular text-meta text-text-3">
            {formatClock(isMine && time > 0 ? time : duration)}
          </span>
          {isUnplayed ? <span aria-hidden className="size-1.5 rounded-full bg-accent" /> : null}
          {isMine && state.hasFailed ? (
            <span className="text-meta text-bad">{t('media.playFailed')}</span>
          ) : null}
          <span className="flex-1" />
          <Meta message={message} place="row" />
        </div>
      </div>
      <button
        type="button"
        aria-label={t('media.speed', { rate: state.rate })}
        data-tip={t('media.speed', { rate: state.rate })}
        onClick={nextRate}
        className="tabular h-6 w-9 shrink-0 rounded-full bg-sunken text-meta font-medium text-text-2 hover:text-text touch:h-11 touch:w-11"
      >
        {state.rate}×
      </button>
    </div>
  )
}
