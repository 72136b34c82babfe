import { Clock, ImageOff, Play } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '@/hooks/use-format'
import type { MediaItem } from '@/lib/media-item'
import { mediaFileUrl } from '@/lib/media-url'

interface MediaTileProps {
  item: MediaItem
  onOpen: (mediaId: number) => void
}

/** «0:14», como no áudio da conversa. */
function clock(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

/** Um quadrado da galeria. O que ainda não está aqui diz por quê, e não abre. */
export function MediaTile({ item, onOpen }: MediaTileProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const { kind, status, thumbnail, seconds, text } = item
  const isVideo = kind === 'video'
  // A miniatura dos vídeos é a única imagem deles; a das fotos é pequena demais para um quadrado grande.
  const src = isVideo || status !== 'ready' ? thumbnail : mediaFileUrl(item.mediaId)
  const StateIcon = status === 'pending' ? Clock : ImageOff
  const act = isVideo ? t('gallery.openVideo') : t('media.openImage')
  return (
    <button
      type="button"
      disabled={status !== 'ready'}
      data-tip={status === 'ready' ? undefined : t(`gallery.status.${status}`)}
      onClick={() => {
        onOpen(item.mediaId)
      }}
      className="relative aspect-square overflow-hidden rounded-chip bg-sunken outline-offset-[-2px] not-disabled:cursor-zoom-in disabled:cursor-not-allowed"
    >
      {/* O nome é o conteúdo: o que se vê (a duração, o estado) entra nele sem se dizer duas vezes. */}
      <span className="sr-only">
        {[act, format.date(item.sentAt), text].filter(Boolean).join(', ')}{' '}
      </span>
      {src ? (
        <img
          src={src}
          alt=""
          loading="lazy"
          decoding="async"
          style={
            thumbnail
              ? { backgroundImage: `url("${thumbnail}")`, backgroundSize: 'cover' }
              : undefined
          }
          className={`size-full object-cover ${status === 'ready' ? '' : 'blur-sm'}`}
        />
      ) : null}
      {status === 'ready' ? (
        isVideo ? (
          <span className="absolute bottom-1 left-1 inline-flex items-center gap-1 rounded-chip bg-surface/90 px-1 text-meta text-text">
            <Play aria-hidden className="size-3.5" strokeWidth={1.75} />
            {seconds ? <span className="tabular">{clock(seconds)}</span> : null}
          </span>
        ) : null
      ) : (
        <span className="absolute inset-0 grid place-items-center">
          <span className="flex flex-col items-center gap-0.5 rounded-chip bg-surface/90 px-1.5 py-1 text-center text-meta text-text-2">
            <StateIcon aria-hidden className="size-4" strokeWidth={1.75} />
            {t(`gallery.status.${status}`)}
          </span>
        </span>
      )}
    </button>
  )
}
