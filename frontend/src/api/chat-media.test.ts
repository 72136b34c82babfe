import { http as route, HttpResponse } from 'msw'
import { beforeEach, describe, expect, it } from 'vitest'
import { aMedia } from '@/test/media'
import { aMessage } from '@/test/messages'
import { aToken, aUser, server } from '@/test/server'
import { fetchChatMedia, linkItemsOf, mediaItemOf } from './chat-media'

describe('mediaItemOf', () => {
  it('shows pictures, videos and documents, whatever state they are in', () => {
    const pending = aMessage({ type: 'video_note', media: aMedia({ status: 'pending' }) })
    expect(mediaItemOf(pending)).toMatchObject({ kind: 'video', status: 'pending', mediaId: 9 })
    const paper = aMessage({ type: 'document', direction: 'out', media: aMedia() })
    expect(mediaItemOf(paper)).toMatchObject({ kind: 'document', isOwn: true })
  })

  it('leaves out what was deleted, what has no file and what is heard', () => {
    const deleted = aMessage({ type: 'image', media: aMedia(), revoked_at: '2026-01-01T00:00:00Z' })
    expect(mediaItemOf(deleted)).toBeNull()
    expect(mediaItemOf(aMessage({ type: 'image' }))).toBeNull()
    expect(mediaItemOf(aMessage({ type: 'voice', media: aMedia() }))).toBeNull()
  })
})

describe('linkItemsOf', () => {
  it('is one row per address, with the title of the preview where it is of that address', () => {
    const message = aMessage({
      text: 'https://a.com/1 e https://b.com/2',
      link: { url: 'https://a.com/1', title: 'Loja', description: null },
    })
    expect(linkItemsOf(message).map(({ url, title }) => [url, title])).toEqual([
      ['https://a.com/1', 'Loja'],
      ['https://b.com/2', null],
    ])
  })

  it('finds every address the bubble draws, whoever left out the https', () => {
    const message = aMessage({
      text: 'Www.Loja.com.br, padaria.com/menu ou wa.me/5511900000002; preço 1.50, a@b.com',
      link: { url: 'https://prévia.com.br/x', title: 'Prévia', description: null },
      choices: {
        buttons: [
          { type: 'url', text: 'Ver', value: 'https://botao.com.br' },
          { type: 'reply', text: 'Sim', value: 'nada.com.br' },
        ],
        cards: [
          { text: 'Um', buttons: [{ type: 'url', text: 'Ir', value: 'https://cartao.com' }] },
        ],
      },
    })
    expect(linkItemsOf(message).map(({ url }) => url)).toEqual([
      'https://Www.Loja.com.br',
      'https://padaria.com/menu',
      'https://wa.me/5511900000002',
      'https://prévia.com.br/x',
      'https://botao.com.br',
      'https://cartao.com',
    ])
  })
})

describe('fetchChatMedia', () => {
  const asked: string[] = []

  beforeEach(() => {
    asked.length = 0
    server.use(
      route.post('*/api/auth/refresh/', () => HttpResponse.json({ access: aToken(), user: aUser })),
      route.get('*/api/mensagens/', ({ request }) => {
        asked.push(new URL(request.url).search)
        const message = aMessage({
          type: 'image',
          text: 'Veja https://a.com/1',
          media: aMedia(),
        })
        const types = new URL(request.url).searchParams.getAll('type')
        return HttpResponse.json({
          next: 'http://x/api/mensagens/?cursor=abc',
          previous: null,
          results: types.length === 0 || types.includes(message.type) ? [message] : [],
        })
      }),
    )
  })

  it('asks for the kinds of the tab, and then only follows the cursor', async () => {
    const first = await fetchChatMedia(5, 'media', null)
    await fetchChatMedia(5, 'media', first.next)
    expect(first.media).toHaveLength(1)
    expect(new URLSearchParams(asked[0]).get('chat')).toBe('5')
    expect(new URLSearchParams(asked[0]).getAll('type')).toEqual(['image', 'video', 'video_note'])
    expect(asked[1]).toBe('?cursor=abc')
  })

  it('finds the links of captions too', async () => {
    const { links } = await fetchChatMedia(5, 'links', null)
    expect(new URLSearchParams(asked[0]).get('has_link')).toBe('true')
    expect(new URLSearchParams(asked[0]).getAll('type')).toEqual([])
    expect(links.map(({ url }) => url)).toEqual(['https://a.com/1'])
  })
})
