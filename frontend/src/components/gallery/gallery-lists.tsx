import { FileText, Link2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useFormat } from '@/hooks/use-format'
import { typeWord, type LinkItem, type MediaItem } from '@/lib/media-item'
import { mediaFileUrl } from '@/lib/media-url'

interface ListProps<T> {
  items: T[]
  hrefOf: (messageId: number) => string
  onLeave: () => void
}

/** Quando e de quem, e o caminho de volta à conversa. */
function Origin({
  item,
  hrefOf,
  onLeave,
}: { item: LinkItem | MediaItem } & Omit<ListProps<unknown>, 'items'>) {
  const { t } = useTranslation()
  const format = useFormat()
  const author = item.isOwn ? t('chats.you') : item.author
  return (
    <span className="flex flex-wrap items-center gap-x-2 text-meta text-text-3">
      <time dateTime={item.sentAt}>{format.date(item.sentAt)}</time>
      {author ? <span className="min-w-0 truncate">{author}</span> : null}
      <Link
        to={hrefOf(item.messageId)}
        onClick={onLeave}
        className="py-1 text-accent-text underline"
      >
        {t('gallery.seeInChat')}
      </Link>
    </span>
  )
}

export function DocumentList({ items, ...origin }: ListProps<MediaItem>) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <ul className="flex flex-col">
      {items.map((item) => {
        const name = item.fileName ?? t('types.document')
        const facts = [
          typeWord(item.fileName, item.mimeType),
          item.size ? format.bytes(item.size) : '',
          item.pages ? t('media.pages', { count: item.pages }) : '',
        ].filter(Boolean)
        return (
          <li key={item.mediaId} className="flex items-start gap-3 border-b py-2 last:border-b-0">
            <FileText
              aria-hidden
              className="mt-0.5 size-6 shrink-0 text-accent-text"
              strokeWidth={1.5}
            />
            <span className="flex min-w-0 flex-1 flex-col">
              {item.status === 'ready' ? (
                <a
                  href={mediaFileUrl(item.mediaId)}
                  download={item.fileName ?? true}
                  className="text-base font-medium break-words text-text hover:underline"
                >
                  <span className="sr-only">{t('media.download')} </span>
                  {name}
                </a>
              ) : (
                <span className="text-base font-medium break-words">{name}</span>
              )}
              <span className="text-meta text-text-3">
                {(item.status === 'ready'
                  ? facts
                  : [...facts, t(`gallery.status.${item.status}`)]
                ).join(' · ')}
              </span>
              <Origin item={item} {...origin} />
            </span>
          </li>
        )
      })}
    </ul>
  )
}

export function LinkList({ items, ...origin }: ListProps<LinkItem>) {
  return (
    <ul className="flex flex-col">
      {items.map((item) => (
        <li
          key={`${item.messageId}-${item.url}`}
          className="flex items-start gap-3 border-b py-2 last:border-b-0"
        >
          <Link2
            aria-hidden
            className="mt-0.5 size-6 shrink-0 text-accent-text"
            strokeWidth={1.5}
          />
          <span className="flex min-w-0 flex-1 flex-col">
            {item.title ? (
              <span className="line-clamp-2 text-base font-medium break-words">{item.title}</span>
            ) : null}
            <a
              href={item.url}
              target="_blank"
              rel="noopener noreferrer nofollow"
              className="line-clamp-2 min-h-6 text-base break-all text-accent-text underline"
            >
              {item.url}
            </a>
            <Origin item={item} {...origin} />
          </span>
        </li>
      ))}
    </ul>
  )
}
