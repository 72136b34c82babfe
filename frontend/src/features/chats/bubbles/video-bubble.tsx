import { Play } from 'lucide-react'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { cn } from '@/lib/cn'
import type { Media, Mensagem } from '../model'
import { useMediaSource } from './image-bubble'
import { MediaFrame } from './media-frame'
import { Meta } from './meta'
import { RichText } from './rich-text'

export function VideoBubble({ message }: { message: Mensagem }) {
  const { media } = message
  if (!media) return null
  return (
    <>
      <VideoFrame message={message} media={media} />
      {message.text ? (
        <div className="px-1.5 pt-1">
          <RichText
            text={message.text}
            mentions={message.mentions}
            after={<Meta message={message} />}
          />
        </div>
      ) : (
        <Meta message={message} />
      )}
    </>
  )
}

/** Só o vídeo. */
export function VideoFrame({ message, media }: { message: Mensagem; media: Media }) {
  const isNote = message.type === 'video_note'
  return (
    <MediaFrame message={message} media={media} isRound={isNote}>
      <Player
        mediaId={media.id}
        poster={media.thumbnail}
        isGif={media.is_gif}
        isNote={isNote}
        label={message.text}
      />
    </MediaFrame>
  )
}

interface PlayerProps {
  mediaId: number
  poster: string | null
  isGif: boolean
  isNote: boolean
  label: string | null
}

function Player({ mediaId, poster, isGif, isNote, label }: PlayerProps) {
  const { t } = useTranslation()
  const { src, onError } = useMediaSource(mediaId)
  const ref = useRef<HTMLVideoElement>(null)
  const [isPlaying, setPlaying] = useState(false)

  function toggle() {
    const video = ref.current
    if (!video) return
    if (video.paused) void video.play().catch(() => undefined)
    else video.pause()
  }

  return (
    <>
      {/* Vídeos do WhatsApp não trazem legendas. */}
      {/* eslint-disable-next-line jsx-a11y/media-has-caption */}
      <video
        ref={ref}
        src={src}
        poster={poster ?? undefined}
        aria-label={label ?? t('types.video')}
        controls={!isNote}
        playsInline
        // Sem miniatura no payload, os metadados já dão o primeiro quadro.
        preload={poster ? 'none' : 'metadata'}
        loop={isGif}
        muted={isGif}
        onPlay={() => {
          setPlaying(true)
        }}
        onPause={() => {
          setPlaying(false)
        }}
        onError={onError}
        className={cn('size-full', isNote ? 'object-cover' : 'bg-black object-contain')}
      />
      {isNote ? (
        // No círculo os controles nativos não cabem.
        <button
          type="button"
          aria-label={isPlaying ? t('media.pause') : t('media.play')}
          onClick={toggle}
          className="absolute inset-0 grid place-items-center rounded-full outline-offset-[-4px]"
        >
          {isPlaying ? null : (
            <span className="grid size-12 place-items-center rounded-full bg-surface/90 text-text">
              <Play aria-hidden className="size-5" strokeWidth={1.75} />
            </span>
          )}
        </button>
      ) : null}
    </>
  )
}
