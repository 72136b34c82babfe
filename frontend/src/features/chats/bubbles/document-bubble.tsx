import { FileText } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '@/hooks/use-format'
import { typeWord } from '@/lib/media-item'
import { mediaFileUrl } from '@/lib/media-url'
import type { Media, Mensagem } from '../model'
import { MediaState } from './media-frame'
import { Meta } from './meta'
import { RichText } from './rich-text'

export function DocumentBubble({ message }: { message: Mensagem }) {
  const { media } = message
  if (!media) return null
  return (
    <>
      <DocumentCard message={message} media={media} />
      {message.text ? (
        <RichText
          text={message.text}
          mentions={message.mentions}
          after={<Meta message={message} />}
        />
      ) : (
        <Meta message={message} />
      )}
    </>
  )
}

/** Só o documento, que clicado se baixa. */
export function DocumentCard({ message, media }: { message: Mensagem; media: Media }) {
  const { t } = useTranslation()
  const format = useFormat()
  const name = media.file_name ?? t('types.document')
  const facts = [
    typeWord(media.file_name, media.mime_type),
    media.size ? format.bytes(media.size) : '',
    media.pages ? t('media.pages', { count: media.pages }) : '',
  ].filter(Boolean)
  const body = (
    <>
      <FileText aria-hidden className="size-8 shrink-0 text-accent-text" strokeWidth={1.5} />
      <span className="flex min-w-0 flex-col">
        <span className="line-clamp-2 text-base font-medium break-words text-text">{name}</span>
        <span className="text-meta text-text-3">{facts.join(' · ')}</span>
      </span>
    </>
  )
  const shell = 'flex w-72 max-w-full items-center gap-2.5 rounded-control bg-sunken/60 p-2.5'
  return (
    <>
      {media.status === 'ready' ? (
        <a
          href={mediaFileUrl(media.id)}
          download={media.file_name ?? true}
          className={`${shell} transition-colors hover:bg-sunken`}
        >
          <span className="sr-only">{t('media.download')}</span>
          {body}
        </a>
      ) : (
        <div className="flex flex-col gap-1.5">
          <div className={shell}>{body}</div>
          <MediaState message={message} media={media} />
        </div>
      )}
    </>
  )
}
