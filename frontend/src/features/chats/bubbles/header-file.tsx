import type { Mensagem } from '../model'
import { DocumentCard } from './document-bubble'
import { ImageFrame } from './image-bubble'
import { VideoFrame } from './video-bubble'

/** O arquivo do cabeçalho de uma mensagem montada (botões, produto): a imagem, o vídeo ou o documento. */
export function HeaderFile({ message }: { message: Mensagem }) {
  const { media } = message
  if (!media) return null
  if (media.kind === 'image') return <ImageFrame message={message} media={media} />
  if (media.kind === 'video') return <VideoFrame message={message} media={media} />
  return <DocumentCard message={message} media={media} />
}
