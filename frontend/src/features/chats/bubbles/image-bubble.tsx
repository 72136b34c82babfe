import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { accessToken } from '@/api/session'
import { mediaFileUrl } from '@/lib/media-url'
import type { Mensagem } from '../model'
import { useThreadScope } from '../scope'
import { MediaFrame } from './media-frame'
import { Meta } from './meta'
import { RichText } from './rich-text'

/** O cookie da mídia pode ter vencido com a aba dormindo: renova e tenta mais uma vez. */
export function useMediaSource(mediaId: number) {
  const [attempt, setAttempt] = useState(0)
  return {
    src: mediaFileUrl(mediaId) + (attempt > 0 ? `?try=${attempt}` : ''),
    onError: () => {
      if (attempt > 0) return
      void accessToken()
        .then(() => {
          setAttempt(1)
        })
        .catch(() => undefined)
    },
  }
}

export function ImageBubble({ message }: { message: Mensagem }) {
  const { t } = useTranslation()
  const { actions } = useThreadScope()
  const { media } = message
  if (!media) return null
  return (
    <>
      <MediaFrame message={message} media={media}>
        <button
          type="button"
          aria-label={t('media.openImage')}
          className="block size-full cursor-zoom-in outline-offset-[-2px]"
          onClick={() => {
            actions.openMedia(media.id)
          }}
        >
          <MediaImage
            mediaId={media.id}
            thumbnail={media.thumbnail}
            alt={message.text ?? t('types.image')}
          />
        </button>
        {message.text ? null : <Meta message={message} place="overlay" />}
      </MediaFrame>
      {message.text ? (
        <div className="px-1.5 pt-1">
          <RichText text={message.text} after={<Meta message={message} />} />
        </div>
      ) : null}
      {!message.text && media.status !== 'ready' ? <Meta message={message} /> : null}
    </>
  )
}

function MediaImage({
  mediaId,
  thumbnail,
  alt,
}: {
  mediaId: number
  thumbnail: string | null
  alt: string
}) {
  const { src, onError } = useMediaSource(mediaId)
  return (
    <img
      src={src}
      alt={alt}
      loading="lazy"
      decoding="async"
      onError={onError}
      style={
        thumbnail ? { backgroundImage: `url("${thumbnail}")`, backgroundSize: 'cover' } : undefined
      }
      className="size-full object-cover"
    />
  )
}

export function StickerBubble({ message }: { message: Mensagem }) {
  const { t } = useTranslation()
  const { media } = message
  if (!media) return null
  return (
    <div className="flex flex-col items-end">
      {media.status === 'ready' ? (
        <StickerImage mediaId={media.id} alt={t('types.sticker')} />
      ) : (
        <div className="grid size-40 place-items-center">
          <MediaFrame message={message} media={{ ...media, width: 160, height: 160 }}>
            {null}
          </MediaFrame>
        </div>
      )}
      <Meta message={message} />
    </div>
  )
}

function StickerImage({ mediaId, alt }: { mediaId: number; alt: string }) {
  const { src, onError } = useMediaSource(mediaId)
  return (
    <img
      src={src}
      alt={alt}
      width={160}
      height={160}
      loading="lazy"
      onError={onError}
      className="size-40 object-contain"
    />
  )
}
