import { fireEvent, screen, waitFor } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { GalleryPage, MediaItem } from '@/lib/media-item'
import { renderScreen } from '@/test/screen'
import { SharedMedia } from './shared-media'

const image = (mediaId: number): MediaItem => ({
  messageId: mediaId,
  mediaId,
  kind: 'image',
  status: 'ready',
  text: null,
  author: 'Ana',
  isOwn: false,
  sentAt: '2026-01-01T12:00:00Z',
  thumbnail: null,
  fileName: null,
  mimeType: 'image/jpeg',
  size: 1,
  seconds: null,
  pages: null,
  isGif: false,
})

describe('SharedMedia', () => {
  it('asks once for an older page that fails, keeps its tiles, and asks again when told to', async () => {
    const asked: (string | null)[] = []
    const load = (_chat: number, _tab: string, cursor: string | null): Promise<GalleryPage> => {
      asked.push(cursor)
      if (cursor === null) return Promise.resolve({ next: 'older', media: [image(1)], links: [] })
      // Uma terceira vez só vem de quem a pediu: o laço que se repetisse sozinho já a traria.
      return asked.length === 2
        ? Promise.reject(new Error('caiu'))
        : Promise.resolve({ next: null, media: [image(2)], links: [] })
    }
    const client = renderScreen(<SharedMedia chat={1} name="Ana" load={load} hrefOf={() => '/'} />)
    const tile = (): HTMLElement => screen.getByRole('button', { name: /^Abrir imagem/ })
    await waitFor(tile)
    fireEvent.click(tile())
    await waitFor(() => {
      expect(client.getQueryCache().getAll()[0]?.state.status).toBe('error')
    })
    expect(tile()).toBeInTheDocument()
    expect(screen.queryByRole('alert')).toBeNull()
    expect(asked).toEqual([null, 'older'])
    fireEvent.click(tile())
    await waitFor(() => {
      expect(asked).toEqual([null, 'older', 'older'])
    })
    expect(await screen.findAllByRole('button', { name: /^Abrir imagem/ })).toHaveLength(2)
  })

  it('counts from the newest, which is the one it shows first', async () => {
    const load = (): Promise<GalleryPage> =>
      Promise.resolve({ next: null, media: [image(3), image(2), image(1)], links: [] })
    renderScreen(<SharedMedia chat={1} name="Ana" load={load} hrefOf={() => '/'} />)
    const [newest] = await screen.findAllByRole('button', { name: /^Abrir imagem/ })
    if (newest) fireEvent.click(newest)

    const viewer = await screen.findByRole('dialog', { name: 'Imagem em tela cheia' })
    expect(viewer).toHaveTextContent('1 de 3')
    fireEvent.click(screen.getByRole('button', { name: 'Próxima' }))
    expect(viewer).toHaveTextContent('2 de 3')
  })
})
