/** Um arquivo de conversa, como a galeria e o visor o mostram: nem um nem outro conhece mensagens. */
export interface MediaItem {
  /** A mensagem que o trouxe. */
  messageId: number
  mediaId: number
  kind: 'image' | 'video' | 'document'
  status: 'pending' | 'ready' | 'failed' | 'expired'
  text: string | null
  author: string | null
  isOwn: boolean
  sentAt: string
  thumbnail: string | null
  fileName: string | null
  mimeType: string | null
  size: number | null
  seconds: number | null
  pages: number | null
  isGif: boolean
}

export interface LinkItem {
  messageId: number
  url: string
  title: string | null
  author: string | null
  isOwn: boolean
  sentAt: string
}

/** O que uma página da galeria traz; cada aba enche um dos dois. */
export interface GalleryPage {
  next: string | null
  media: MediaItem[]
  links: LinkItem[]
}

export type GalleryTab = 'media' | 'documents' | 'links'

/** «application/pdf» → «PDF»; a extensão do nome vale mais. */
export function typeWord(fileName: string | null, mimeType: string | null): string {
  const extension = fileName?.match(/\.([a-z0-9]{1,5})$/i)?.[1]
  return (extension ?? mimeType?.split('/')[1]?.split(/[.+;]/).at(-1) ?? '').toUpperCase()
}
