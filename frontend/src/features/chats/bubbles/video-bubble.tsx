import { useTranslation } from 'react-i18next'
import type { Mensagem } from '../model'
import { useMediaSource } from './image-bubble'
import { MediaFrame } from './media-frame'
import { Meta } from './meta'
import { RichText } from './rich-text'

export function VideoBubble({ message }: { message: Mensagem }) {
  const { media } = message
  if (!media) return null
  const isNote = message.type === 'video_note'
  return (
    <>
      <MediaFrame message={message} media={media} isRound={isNote}>
        <Player
          mediaId={media.id}
          poster={media.thumbnail}
          isGif={media.is_gif}
          label={message.text}
        />
      </MediaFrame>
      {message.text ? (
        <div className="px-1.5 pt-1">
          <RichText text={message.text} after={<Meta message={message} />} />
        </div>
      ) : (
        <Meta message={message} />
      )}
    </>
  )
}

interface PlayerProps {
  mediaId: number
  poster: string | null
  isGif: boolean
  label: string | null
}

function Player({ mediaId, poster, isGif, label }: PlayerProps) {
  const { t } = useTranslation()
  const { src, onError } = useMediaSource(mediaId)
  return (
    // Vídeos do WhatsApp não trazem legendas.
    // eslint-disable-next-line jsx-a11y/media-has-caption
    <video
      src={src}
      poster={poster ?? undefined}
      aria-label={label ?? t('types.video')}
      controls
      playsInline
      preload="none"
      loop={isGif}
      muted={isGif}
      onError={onError}
      className="size-full bg-black object-contain"
    />
  )
}
