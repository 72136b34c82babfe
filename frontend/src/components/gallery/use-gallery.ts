import { useInfiniteQuery } from '@tanstack/react-query'
import { key } from '@/lib/key'
import type { GalleryPage, GalleryTab } from '@/lib/media-item'

/** Quem busca é da camada da API; aqui só se mostra. */
export type LoadGallery = (
  chat: number,
  tab: GalleryTab,
  cursor: string | null,
  signal?: AbortSignal,
) => Promise<GalleryPage>

/** Uma aba da galeria de uma conversa; a faixa e o diálogo dividem as mesmas páginas. */
export function useGallery(chat: number, tab: GalleryTab, load: LoadGallery) {
  const query = useInfiniteQuery({
    queryKey: key('gallery', 'items', { chat, tab }),
    queryFn: ({ pageParam, signal }) => load(chat, tab, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    staleTime: 10_000,
  })
  const pages = query.data?.pages ?? []
  return {
    query,
    media: pages.flatMap((page) => page.media),
    links: pages.flatMap((page) => page.links),
  }
}
