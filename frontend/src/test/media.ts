import type { Media } from '@/features/chats/model'

/** Uma imagem pronta; o teste só diz o que lhe interessa. */
export function aMedia(changes: Partial<Media> = {}): Media {
  return {
    id: 9,
    mensagem: 1,
    chat: 1,
    kind: 'image',
    mime_type: 'image/jpeg',
    size: 10,
    file_name: null,
    seconds: null,
    width: 8,
    height: 8,
    pages: null,
    status: 'ready',
    error: null,
    url: '/api/media/9/file/',
    thumbnail: null,
    placeholder: null,
    waveform: null,
    is_gif: false,
    is_animated: false,
    view_once: false,
    renditions: [],
    ...changes,
  }
}
