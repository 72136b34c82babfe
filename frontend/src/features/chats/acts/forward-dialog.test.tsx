import { screen } from '@testing-library/react'
import { http as route, HttpResponse } from 'msw'
import { expect, it } from 'vitest'
import { aChat } from '@/test/chats'
import { aMessage } from '@/test/messages'
import { renderScreen } from '@/test/screen'
import { aToken, aUser, server } from '@/test/server'
import { ThreadContext, type ThreadActions } from '../scope'
import { ForwardDialog } from './forward-dialog'

it("looks for chats of the message's own cliente, whoever else fills the first page", async () => {
  const chats = [
    aChat({ id: 5, cliente: 1, name: 'Alheia' }),
    aChat({ id: 6, cliente: 2, name: 'Bia' }),
  ]
  server.use(
    route.post('*/api/auth/refresh/', () => HttpResponse.json({ access: aToken(), user: aUser })),
    route.get('*/api/chats/', ({ request }) => {
      const cliente = new URL(request.url).searchParams.get('cliente')
      const mine = chats.filter((row) => cliente === null || row.cliente === Number(cliente))
      return HttpResponse.json({ next: null, previous: null, results: mine.slice(0, 1) })
    }),
  )
  const scope = {
    chat: aChat({ cliente: 2 }),
    actions: {} as ThreadActions,
    isManager: false,
    ownPhone: null,
    lacks: () => null,
  }
  renderScreen(
    <ThreadContext value={scope}>
      <ForwardDialog message={aMessage({ cliente: 2 })} onClose={() => undefined} />
    </ThreadContext>,
  )

  expect(await screen.findByText('Bia')).toBeInTheDocument()
  expect(screen.queryByText('Alheia')).toBeNull()
})
