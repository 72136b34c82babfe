import { ChevronLeft, ChevronRight, Download, RotateCw, X, ZoomIn, ZoomOut } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useModal } from '@/components/ui/dialog'
import { IconButton } from '@/components/ui/icon-button'
import { useFormat } from '@/hooks/use-format'
import { mediaFileUrl } from '../chats-api'
import type { Mensagem } from '../model'
import { useZoom } from './use-zoom'

interface ImageViewerProps {
  messages: Mensagem[]
  mediaId: number
  chatName: string
  onMove: (mediaId: number) => void
  onClose: () => void
}

/** A imagem em tela cheia: zoom até 5×, arrastar, girar, ←/→ pela conversa, Esc devolve o foco. */
export function ImageViewer({ messages, mediaId, chatName, onMove, onClose }: ImageViewerProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const ref = useModal(true, onClose)
  const { view, reset, zoomIn, zoomOut, toggle, rotate, onWheel, onPointerMove } = useZoom()
  const images = messages.filter(
    ({ type, media, revoked_at }) => type === 'image' && media?.status === 'ready' && !revoked_at,
  )
  const at = images.findIndex(({ media }) => media?.id === mediaId)
  const message = images[at]

  function go(step: number) {
    const next = images[at + step]?.media
    if (!next) return
    reset()
    onMove(next.id)
  }

  function onKeyDown(event: KeyboardEvent) {
    const acts: Record<string, () => void> = {
      ArrowLeft: () => {
        go(-1)
      },
      ArrowRight: () => {
        go(1)
      },
      '+': zoomIn,
      '=': zoomIn,
      '-': zoomOut,
      '0': reset,
    }
    const act = acts[event.key]
    if (!act) return
    event.preventDefault()
    act()
  }

  const author = message?.direction === 'out' ? t('chats.you') : (message?.sender_name ?? chatName)
  return (
    // O diálogo inteiro ouve as setas.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <dialog
      ref={ref}
      aria-label={t('viewer.label')}
      onKeyDown={onKeyDown}
      className="m-0 h-dvh w-dvw bg-canvas p-0 text-text"
    >
      <div className="flex h-full flex-col">
        <header className="flex min-h-12 items-center gap-1 border-b bg-surface px-2">
          <p className="min-w-0 flex-1 truncate px-2 text-base">
            <span className="font-medium">{author}</span>{' '}
            <span className="text-text-3">
              {message ? format.dateTime(message.sent_at) : ''} ·{' '}
              {t('viewer.position', { at: at + 1, total: images.length })}
            </span>
          </p>
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
          <a
            href={mediaFileUrl(mediaId)}
            download={message?.media?.file_name ?? true}
            aria-label={t('viewer.download')}
            data-tip={t('viewer.download')}
            className="grid size-control place-items-center rounded-control text-text-2 hover:bg-sunken hover:text-text"
          >
            <Download aria-hidden className="size-5" strokeWidth={1.75} />
          </a>
          <IconButton icon={X} label={t('common.close')} keys="Esc" onClick={onClose} />
        </header>
        <div className="relative min-h-0 flex-1 overflow-hidden">
          {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- zoom também tem botões */}
          <img
            src={mediaFileUrl(mediaId)}
            alt={message?.text ?? t('types.image')}
            draggable={false}
            onDoubleClick={toggle}
            onWheel={onWheel}
            onPointerMove={onPointerMove}
            style={{
              transform: `translate(${view.x}px, ${view.y}px) scale(${view.scale}) rotate(${view.turns * 90}deg)`,
            }}
            className="size-full touch-pinch-zoom object-contain select-none"
          />
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
          {at < images.length - 1 ? (
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
        {message?.text ? (
          <p className="max-h-32 overflow-y-auto border-t bg-surface px-4 py-2 text-base break-words whitespace-pre-wrap">
            {message.text}
          </p>
        ) : null}
      </div>
    </dialog>
  )
}
