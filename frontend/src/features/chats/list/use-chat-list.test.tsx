import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http as route, HttpResponse } from 'msw'
import { useState } from 'react'
import { beforeEach, describe, expect, it } from 'vitest'
import { deliverLive, type Change } from '@/live/changes'
import { aChat } from '@/test/chats'
import { renderScreen } from '@/test/screen'
import { aToken, aUser, server } from '@/test/server'
import { NO_FILTER, type Chat, type ChatFilter } from '../model'
import { useChatList } from './use-chat-list'

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString()
const chat = (id: number, changes: Partial<Chat> = {}) =>
  aChat({ id, name: `c${id}`, last_message_at: at(id), active_at: at(id), ...changes })
const changed = (...ids: number[]): Change[] =>
  ids.map((id) => ({ kind: 'chat', id, instance: 1, chat: id }))

function Shown({ filter }: { filter: ChatFilter }) {
  const { query, chats } = useChatList(filter)
  return (
    <>
      <p role="status">{chats.map(({ name }) => name).join(' ')}</p>
      <button onClick={() => void query.fetchNextPage()}>mais</button>
    </>
  )
}

/** A lista com um filtro que se troca, e que se pode fechar. */
function Screen() {
  const [filter, setFilter] = useState<ChatFilter | null>(NO_FILTER)
  return (
    <>
      {filter ? <Shown filter={filter} /> : null}
      <button onClick={() => setFilter(NO_FILTER)}>todas</button>
      <button onClick={() => setFilter({ ...NO_FILTER, kind: 'group' })}>grupos</button>
      <button onClick={() => setFilter(null)}>fechar</button>
    </>
  )
}

/** O que o servidor tem, da mais nova à mais antiga; `held`: a resposta seguinte, já lida, espera por `land`. */
const there = { chats: [] as Chat[], perPage: 50, lists: 0, held: null as Promise<unknown> | null }

function holdNextList() {
  let land = () => {}
  there.held = new Promise<void>((resolve) => {
    land = resolve
  })
  return () => {
    land()
  }
}

const shown = () => screen.getByRole('status').textContent
const isShown = (text: string) =>
  waitFor(() => {
    expect(shown()).toBe(text)
  })
const press = (name: string) => userEvent.click(screen.getByRole('button', { name }))

beforeEach(() => {
  Object.assign(there, { chats: [], perPage: 50, lists: 0, held: null })
  server.use(
    route.post('*/api/auth/refresh/', () => HttpResponse.json({ access: aToken(), user: aUser })),
    route.get('*/api/chats/counts/', () => HttpResponse.json({})),
    route.get('*/api/chats/:id/', ({ params }) =>
      HttpResponse.json(there.chats.find(({ id }) => id === Number(params['id']))),
    ),
    route.get('*/api/chats/', async ({ request }) => {
      there.lists += 1
      const url = new URL(request.url)
      const kind = url.searchParams.get('kind')
      const search = url.searchParams.get('search') ?? ''
      const start = Number(url.searchParams.get('cursor') ?? 0)
      const end = start + there.perPage
      const found = there.chats.filter(
        (one) => (!kind || one.kind === kind) && one.name.includes(search),
      )
      url.searchParams.set('cursor', String(end))
      const next = end < found.length ? url.href : null
      const { held } = there
      there.held = null
      await held
      return HttpResponse.json({ results: found.slice(start, end), next, previous: null })
    }),
  )
})

describe('a lista de conversas', () => {
  it('mostra o que mudou depois de lida a primeira página, e antes de ela chegar', async () => {
    there.chats = [chat(1)]
    const land = holdNextList()
    renderScreen(<Screen />)
    await waitFor(() => {
      expect(there.lists).toBe(1)
    })

    there.chats = [chat(2), chat(1)]
    deliverLive({ type: 'changes', changes: changed(2) })
    await new Promise((resolve) => setTimeout(resolve, 50))
    land()

    await isShown('c2 c1')
  })

  it('não desfaz com a página seguinte o que mudou enquanto ela vinha', async () => {
    there.chats = [chat(2), chat(1)]
    there.perPage = 1
    renderScreen(<Screen />)
    await isShown('c2')
    const land = holdNextList()
    await press('mais')
    await waitFor(() => {
      expect(there.lists).toBe(2)
    })

    there.chats = [chat(2, { name: 'novo' }), chat(1)]
    deliverLive({ type: 'changes', changes: changed(2) })
    await isShown('novo')
    land()

    await isShown('novo c1')
  })

  it('volta em dia depois de fechada, sem esperar outra mudança', async () => {
    there.chats = [chat(1)]
    renderScreen(<Screen />)
    await isShown('c1')
    await press('fechar')
    there.chats = [chat(2), chat(1)]

    await press('todas')

    await isShown('c2 c1')
  })

  it('volta em dia ao filtro de antes, quando muito mudou noutro', async () => {
    const group = chat(9, { kind: 'group' })
    there.chats = [group, chat(1)]
    renderScreen(<Screen />)
    await isShown('c9 c1')
    await press('grupos')
    await isShown('c9')
    const many = [8, 7, 6, 5, 4, 3]
    there.chats = [chat(9, { kind: 'group', name: 'novo' }), ...many.map((id) => chat(id)), chat(1)]
    deliverLive({ type: 'changes', changes: changed(...many) })
    await isShown('novo')

    await press('todas')

    await isShown('novo c8 c7 c6 c5 c4 c3 c1')
  })

  it('com uma busca, ganha a conversa que passou a casar', async () => {
    there.chats = [chat(1, { name: 'Ana Lima' })]
    renderScreen(<Shown filter={{ ...NO_FILTER, search: 'Ana' }} />)
    await isShown('Ana Lima')

    there.chats = [chat(2, { name: 'Ana Souza' }), ...there.chats]
    deliverLive({ type: 'changes', changes: changed(2) })

    await isShown('Ana Souza Ana Lima')
  })
})
