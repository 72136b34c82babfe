import { Download, ImageOff, RotateCw } from 'lucide-react'
import { useState, type CSSProperties, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '@/api/call'
import { Button } from '@/components/ui/button'
import { useFormat } from '@/hooks/use-format'
import { cn } from '@/lib/cn'
import { fetchMessage } from '../chats-api'
import type { Media, Mensagem } from '../model'
import { useThreadScope } from '../scope'

const MAX_WIDTH = 330
const MAX_HEIGHT = 360
const MIN_SIDE = 120

/** O lugar da mídia é reservado antes de ela vir: a conversa não pula. */
function mediaSize({ width, height }: Media): CSSProperties {
  const ratio = width && height ? width / height : 4 / 3
  let boxWidth = Math.min(MAX_WIDTH, width ?? MAX_WIDTH)
  if (boxWidth / ratio > MAX_HEIGHT) boxWidth = MAX_HEIGHT * ratio
  boxWidth = Math.max(MIN_SIDE, Math.round(boxWidth))
  return { width: boxWidth, maxWidth: '100%', aspectRatio: Math.max(boxWidth / MAX_HEIGHT, ratio) }
}

function useMediaRetry(message: Mensagem) {
  const { actions } = useThreadScope()
  const [isRetrying, setRetrying] = useState(false)
  const [hasFailed, setFailed] = useState(false)

  async function retry() {
    if (!message.media) return
    setRetrying(true)
    setFailed(false)
    try {
      await call('POST /api/media/{id}/retry/', { path: { id: message.media.id } })
      actions.patch(await fetchMessage(message.id))
    } catch {
      setFailed(true)
    } finally {
      setRetrying(false)
    }
  }
  return { retry: () => void retry(), isRetrying, hasFailed }
}

interface MediaFrameProps {
  message: Mensagem
  media: Media
  isRound?: boolean
  children: ReactNode
}

/** Baixando, falhou, expirou ou pronta: sempre no mesmo retângulo. */
export function MediaFrame({ message, media, isRound = false, children }: MediaFrameProps) {
  return (
    <div
      style={isRound ? { width: 220, aspectRatio: 1 } : mediaSize(media)}
      className={cn(
        'relative overflow-hidden bg-sunken',
        isRound ? 'rounded-full' : 'rounded-control',
      )}
    >
      {media.status === 'ready' ? (
        children
      ) : (
        <>
          {media.thumbnail ? (
            <img
              src={media.thumbnail}
              alt=""
              className="size-full scale-110 object-cover blur-md"
            />
          ) : null}
          <div className="absolute inset-0 grid place-items-center p-2">
            <MediaState message={message} media={media} />
          </div>
        </>
      )}
    </div>
  )
}

/** A palavra do estado e o próximo passo; serve também às mídias sem retângulo. */
export function MediaState({ message, media }: { message: Mensagem; media: Media }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { retry, isRetrying, hasFailed } = useMediaRetry(message)
  const shell =
    'inline-flex max-w-full flex-wrap items-center justify-center gap-2 rounded-control bg-surface/95 px-2.5 py-1.5 text-center text-sub text-text-2'
  if (media.status === 'pending') {
    return (
      <span className={shell}>
        <Download aria-hidden className="size-4" strokeWidth={1.75} />
        {t('media.downloading')}
        {media.size ? (
          <span className="tabular text-text-3">{format.bytes(media.size)}</span>
        ) : null}
      </span>
    )
  }
  if (media.status === 'failed') {
    return (
      <span className={shell}>
        <span className="text-bad">{hasFailed ? t('media.retryFailed') : t('media.failed')}</span>
        <Button size="small" isBusy={isRetrying} busyLabel={t('media.retrying')} onClick={retry}>
          <RotateCw aria-hidden className="size-4" strokeWidth={1.75} />
          {t('media.retry')}
        </Button>
      </span>
    )
  }
  return (
    <span className={shell}>
      <ImageOff aria-hidden className="size-4 shrink-0" strokeWidth={1.75} />
      {t('media.expired')}
    </span>
  )
}
