import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { LoadError } from '@/components/load-error'
import { Dialog } from '@/components/ui/dialog'
import { Empty } from '@/components/ui/empty'
import { LoadMore } from '@/components/ui/load-more'
import { Segmented } from '@/components/ui/segmented'
import { Skeleton } from '@/components/ui/skeleton'
import type { GalleryTab } from '@/lib/media-item'
import { DocumentList, LinkList } from './gallery-lists'
import { MediaTile } from './media-tile'
import { useGallery, type LoadGallery } from './use-gallery'

const TABS: GalleryTab[] = ['media', 'documents', 'links']

interface GalleryDialogProps {
  chat: number
  name: string
  load: LoadGallery
  hrefOf: (messageId: number) => string
  onOpen: (mediaId: number) => void
  onClose: () => void
}

/** Tudo o que a conversa tem de mídia, documentos e links, da mais nova à mais velha. */
export function GalleryDialog({ chat, name, load, hrefOf, onOpen, onClose }: GalleryDialogProps) {
  const { t } = useTranslation()
  const [tab, setTab] = useState<GalleryTab>('media')
  const { query, media, links } = useGallery(chat, tab, load)
  const isEmpty = media.length === 0 && links.length === 0
  return (
    <Dialog isOpen onClose={onClose} title={t('gallery.of', { name })} size="large">
      <div className="flex flex-col gap-4">
        <Segmented
          label={t('gallery.kinds')}
          options={TABS.map((value) => ({ value, label: t(`gallery.tabs.${value}`) }))}
          value={tab}
          onChange={setTab}
          className="self-start"
        />
        {query.isPending ? (
          <div aria-busy="true" className="grid grid-cols-3 gap-1 tablet:grid-cols-5">
            {Array.from({ length: 10 }, (_, index) => (
              <Skeleton key={index} className="aspect-square" />
            ))}
          </div>
        ) : query.isError && isEmpty ? (
          <LoadError error={query.error} onRetry={() => void query.refetch()} />
        ) : isEmpty && !query.hasNextPage ? (
          <Empty kind="nothing" title={t(`gallery.empty.${tab}`)} />
        ) : tab === 'media' ? (
          <div className="grid grid-cols-3 gap-1 tablet:grid-cols-5">
            {media.map((item) => (
              <MediaTile key={item.mediaId} item={item} onOpen={onOpen} />
            ))}
          </div>
        ) : tab === 'documents' ? (
          <DocumentList items={media} hrefOf={hrefOf} onLeave={onClose} />
        ) : (
          <LinkList items={links} hrefOf={hrefOf} onLeave={onClose} />
        )}
        {query.isPending ? null : (
          <LoadMore
            hasMore={query.hasNextPage}
            isLoading={query.isFetchingNextPage}
            hasFailed={query.isFetchNextPageError}
            onLoad={() => {
              if (!query.isFetchingNextPage) void query.fetchNextPage()
            }}
          />
        )}
      </div>
    </Dialog>
  )
}
