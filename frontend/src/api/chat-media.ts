/** O que uma conversa tem de mídia, documentos e links, da mais nova, para a galeria de qualquer tela. */
import { linksIn } from '@/lib/links'
import type { GalleryPage, GalleryTab, LinkItem, MediaItem } from '@/lib/media-item'
import type { Mensagem, MensagensListData } from './generated/types.gen'
import { call } from './call'

const PAGE = 60

const FILTERS: Record<GalleryTab, MensagensListData['query']> = {
  media: { type: ['image', 'video', 'video_note'] },
  documents: { type: ['document'] },
  // O que pode ter um endereço; `linkItemsOf` fica com os que têm.
  links: { has_link: true },
}

const KINDS: Partial<Record<string, MediaItem['kind']>> = {
  image: 'image',
  video: 'video',
  video_note: 'video',
  document: 'document',
}

/** Nulo: não é do que a galeria mostra, foi apagada, ou o corpo não trouxe o arquivo. */
export function mediaItemOf(message: Mensagem): MediaItem | null {
  const { media } = message
  const kind = KINDS[message.type]
  if (!kind || !media || message.revoked_at) return null
  return {
    messageId: message.id,
    mediaId: media.id,
    kind,
    status: media.status,
    text: message.text,
    author: message.sender_name,
    isOwn: message.direction === 'out',
    sentAt: message.sent_at,
    thumbnail: media.thumbnail ?? media.placeholder,
    fileName: media.file_name,
    mimeType: media.mime_type,
    size: media.size,
    seconds: media.seconds,
    pages: media.pages,
    isGif: media.is_gif,
  }
}

/** Os endereços a que levam os botões da mensagem ou dos seus cartões. */
function buttonUrls({ choices }: Mensagem): string[] {
  const cards: Record<string, unknown>[] = [
    { buttons: choices?.buttons },
    ...(choices?.cards ?? []),
  ]
  const buttons = cards.flatMap((card) =>
    Array.isArray(card['buttons']) ? (card['buttons'] as Record<string, unknown>[]) : [],
  )
  return buttons.flatMap(({ type, value }) => (type === 'url' ? linksIn(String(value)) : []))
}

/** Tudo o que a bolha desenha como endereço de página: no texto, na prévia e nos botões. */
export function linkItemsOf(message: Mensagem): LinkItem[] {
  const { link, revoked_at } = message
  if (revoked_at) return []
  const urls = linksIn(message.text ?? '')
  const previewed = link ? linksIn(link.url) : []
  return [...new Set([...urls, ...previewed, ...buttonUrls(message)])].map((url) => ({
    messageId: message.id,
    url,
    title: previewed.includes(url) ? (link?.title ?? null) : null,
    author: message.sender_name,
    isOwn: message.direction === 'out',
    sentAt: message.sent_at,
  }))
}

export async function fetchChatMedia(
  chat: number,
  tab: GalleryTab,
  cursor: string | null,
  signal?: AbortSignal,
): Promise<GalleryPage> {
  const page = await call('GET /api/mensagens/', {
    query: { chat, limit: PAGE, ...FILTERS[tab] },
    at: cursor,
    signal,
  })
  return {
    next: page.next,
    media: tab === 'links' ? [] : page.results.flatMap((message) => mediaItemOf(message) ?? []),
    links: tab === 'links' ? page.results.flatMap(linkItemsOf) : [],
  }
}
