import { Images } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/ui/button'
import { Skeleton } from '@/components/ui/skeleton'
import { GalleryDialog } from './gallery-dialog'
import { MediaTile } from './media-tile'
import { MediaViewer } from './media-viewer'
import { useGallery, type LoadGallery } from './use-gallery'

const SHOWN = 6

interface SharedMediaProps {
  chat: number
  name: string
  load: LoadGallery
  hrefOf: (messageId: number) => string
  /** Muda quando a conversa aberta ganha um arquivo: a faixa acompanha. */
  newest?: number | null
}

/** As últimas imagens e vídeos de uma conversa, e a porta da galeria inteira. */
export function SharedMedia({ chat, name, load, hrefOf, newest = null }: SharedMediaProps) {
  const { t } = useTranslation()
  const { query, media } = useGallery(chat, 'media', load)
  const { refetch, fetchNextPage, hasNextPage, isFetchingNextPage, isFetchNextPageError } = query
  const known = useRef(newest)
  useEffect(() => {
    if (known.current === newest) return
    known.current = newest
    void refetch()
  }, [newest, refetch])
  const [isOpen, setOpen] = useState(false)
  const [viewing, setViewing] = useState<number | null>(null)
  // No visor, chegar à mais velha que se tem traz as anteriores. Uma falha não se repete sozinha.
  const isOldest = viewing !== null && media.at(-1)?.mediaId === viewing
  useEffect(() => {
    if (isOldest && hasNextPage && !isFetchingNextPage && !isFetchNextPageError) {
      void fetchNextPage()
    }
  }, [isOldest, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage])
  function view(mediaId: number) {
    setViewing(mediaId)
    // Voltar à mais velha é pedir de novo o que falhou.
    if (isFetchNextPageError && media.at(-1)?.mediaId === mediaId) void fetchNextPage()
  }
  return (
    <section className="flex flex-col gap-2 border-b p-4">
      <h3 className="text-sub text-text-3">{t('gallery.title')}</h3>
      {query.isPending ? (
        <Skeleton className="h-20" />
      ) : query.isError && media.length === 0 ? (
        <p role="alert" className="flex flex-wrap items-center gap-2 text-sub text-bad">
          {t('common.loadFailed')}
          <Button size="inline" variant="link" onClick={() => void query.refetch()}>
            {t('common.retry')}
          </Button>
        </p>
      ) : media.length === 0 ? (
        <p className="text-base text-text-2">{t('gallery.empty.media')}</p>
      ) : (
        <div className="grid grid-cols-3 gap-1">
          {media.slice(0, SHOWN).map((item) => (
            <MediaTile key={item.mediaId} item={item} onOpen={view} />
          ))}
        </div>
      )}
      <Button
        size="small"
        className="self-start"
        onClick={() => {
          setOpen(true)
        }}
      >
        <Images aria-hidden className="size-4" strokeWidth={1.75} />
        {t('gallery.seeAll')}
      </Button>
      {isOpen ? (
        <GalleryDialog
          chat={chat}
          name={name}
          load={load}
          hrefOf={hrefOf}
          onOpen={view}
          onClose={() => {
            setOpen(false)
          }}
        />
      ) : null}
      {viewing === null ? null : (
        <MediaViewer
          items={media}
          mediaId={viewing}
          chatName={name}
          onMove={view}
          onClose={() => {
            setViewing(null)
          }}
        />
      )}
    </section>
  )
}
