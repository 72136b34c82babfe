import { ChevronLeft, ChevronRight, Download, RotateCw, X, ZoomIn, ZoomOut } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useModal } from '@/components/ui/dialog'
import { IconButton } from '@/components/ui/icon-button'
import { useFormat } from '@/hooks/use-format'
import type { MediaItem } from '@/lib/media-item'
import { mediaFileUrl } from '@/lib/media-url'
import { useZoom } from './use-zoom'

interface MediaViewerProps {
  /** Na ordem em que quem abre as mostra; as que não se mostram aqui são puladas. */
  items: MediaItem[]
  mediaId: number
  /** Quem escreveu o que veio sem nome. */
  chatName: string
  onMove: (mediaId: number) => void
  onClose: () => void
}

/** Imagem ou vídeo em tela cheia: zoom até 5×, arrastar, girar, ←/→ pela conversa, Esc devolve o foco. */
export function MediaViewer({ items, mediaId, chatName, onMove, onClose }: MediaViewerProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const ref = useModal(true, onClose)
  const { view, reset, zoomIn, zoomOut, toggle, rotate, onWheel, onPointerMove } = useZoom()
  const shown = items.filter(({ kind, status }) => kind !== 'document' && status === 'ready')
  const at = shown.findIndex((item) => item.mediaId === mediaId)
  const item = shown[at]
  const isVideo = item?.kind === 'video'

  function go(step: number) {
    const next = shown[at + step]
    if (!next) return
    reset()
    onMove(next.mediaId)
  }

  function onKeyDown(event: KeyboardEvent) {
    // No vídeo as setas são dele: andam no tempo.
    if (event.target instanceof HTMLVideoElement) return
    const moves: Record<string, () => void> = {
      ArrowLeft: () => {
        go(-1)
      },
      ArrowRight: () => {
        go(1)
      },
    }
    const zooms: Record<string, () => void> = {
      '+': zoomIn,
      '=': zoomIn,
      '-': zoomOut,
      '0': reset,
    }
    const act = moves[event.key] ?? (isVideo ? undefined : zooms[event.key])
    if (!act) return
    event.preventDefault()
    act()
  }

  const author = item?.isOwn ? t('chats.you') : (item?.author ?? chatName)
  return (
    // O diálogo inteiro ouve as setas.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <dialog
      ref={ref}
      aria-label={isVideo ? t('viewer.videoLabel') : t('viewer.label')}
      onKeyDown={onKeyDown}
      className="m-0 h-dvh w-dvw bg-canvas p-0 text-text"
    >
      <div className="flex h-full flex-col">
        <header className="flex min-h-12 items-center gap-1 border-b bg-surface px-2">
          <p className="min-w-0 flex-1 truncate px-2 text-base">
            <span className="font-medium">{author}</span>{' '}
            <span className="text-text-3">
              {item ? format.dateTime(item.sentAt) : ''} ·{' '}
              {t('viewer.position', { at: at + 1, total: shown.length })}
            </span>
          </p>
          {isVideo ? null : (
            <>
              <IconButton
                icon={ZoomOut}
                label={t('viewer.zoomOut')}
                keys="-"
                onClick={zoomOut}
                className="phone:hidden"
              />
              <IconButton
                icon={ZoomIn}
                label={t('viewer.zoomIn')}
                keys="+"
                onClick={zoomIn}
                className="phone:hidden"
              />
              <IconButton icon={RotateCw} label={t('viewer.rotate')} onClick={rotate} />
            </>
          )}
          <a
            href={mediaFileUrl(mediaId)}
            download={item?.fileName ?? true}
            aria-label={t('viewer.download')}
            data-tip={t('viewer.download')}
            className="grid size-control place-items-center rounded-control text-text-2 hover:bg-sunken hover:text-text"
          >
            <Download aria-hidden className="size-5" strokeWidth={1.75} />
          </a>
          <IconButton icon={X} label={t('common.close')} keys="Esc" onClick={onClose} />
        </header>
        <div className="relative min-h-0 flex-1 overflow-hidden">
          {isVideo ? (
            // Vídeos do WhatsApp não trazem legendas.
            // eslint-disable-next-line jsx-a11y/media-has-caption
            <video
              key={mediaId}
              src={mediaFileUrl(mediaId)}
              poster={item.thumbnail ?? undefined}
              aria-label={item.text ?? t('types.video')}
              controls
              playsInline
              loop={item.isGif}
              muted={item.isGif}
              autoPlay={item.isGif}
              className="size-full bg-black object-contain"
            />
          ) : (
            // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- zoom também tem botões
            <img
              src={mediaFileUrl(mediaId)}
              alt={item?.text ?? t('types.image')}
              draggable={false}
              onDoubleClick={toggle}
              onWheel={onWheel}
              onPointerMove={onPointerMove}
              style={{
                transform: `translate(${view.x}px, ${view.y}px) scale(${view.scale}) rotate(${view.turns * 90}deg)`,
              }}
              className="size-full touch-pinch-zoom object-contain select-none"
            />
          )}
          {at > 0 ? (
            <IconButton
              icon={ChevronLeft}
              label={t('viewer.previous')}
              keys="←"
              onClick={() => {
                go(-1)
              }}
              className="absolute top-1/2 left-2 -translate-y-1/2 border bg-surface"
            />
          ) : null}
          {at < shown.length - 1 ? (
            <IconButton
              icon={ChevronRight}
              label={t('viewer.next')}
              keys="→"
              onClick={() => {
                go(1)
              }}
              className="absolute top-1/2 right-2 -translate-y-1/2 border bg-surface"
            />
          ) : null}
        </div>
        {item?.text ? (
          <p className="max-h-32 overflow-y-auto border-t bg-surface px-4 py-2 text-base break-words whitespace-pre-wrap">
            {item.text}
          </p>
        ) : null}
      </div>
    </dialog>
  )
}
