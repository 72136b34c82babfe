import { fireEvent, screen, waitFor } from '@testing-library/react'
import { http as route, HttpResponse } from 'msw'
import { beforeEach, expect, it } from 'vitest'
import { aChat } from '@/test/chats'
import { aMessage } from '@/test/messages'
import { renderScreen } from '@/test/screen'
import { aToken, aUser, server } from '@/test/server'
import { ThreadContext, type ThreadActions } from '../scope'
import { QueueDialog } from './queue-dialog'
import { RestartDialog } from './restart-dialog'

let restarts: unknown[] = []

function show(Piece: typeof RestartDialog, queued: number) {
  restarts = []
  server.use(
    // Uma fila vazia o gateway responde com 404.
    route.get('*/api/instances/1/queue/', () =>
      queued > 0
        ? HttpResponse.json({ next: null, previous: null, total: queued, results: [] })
        : HttpResponse.json({ type: 'client_error', errors: [] }, { status: 404 }),
    ),
    route.post('*/api/instances/1/restart/', async ({ request }) => {
      restarts.push(await request.json())
      return HttpResponse.json({})
    }),
  )
  const scope = {
    chat: aChat(),
    actions: {} as ThreadActions,
    isManager: true,
    ownPhone: null,
    lacks: () => null,
  }
  renderScreen(
    <ThreadContext value={scope}>
      <Piece message={aMessage({ direction: 'out' })} onClose={() => undefined} />
    </ThreadContext>,
  )
}

beforeEach(() => {
  server.use(
    route.post('*/api/auth/refresh/', () => HttpResponse.json({ access: aToken(), user: aUser })),
  )
})

it('says how many would go at once before restarting, and keeps them unless told otherwise', async () => {
  show(RestartDialog, 38)

  expect(
    await screen.findByText('38 mensagens na fila do gateway sairão de uma vez ao reconectar.'),
  ).toBeVisible()
  expect(screen.getByRole('radio', { name: 'Manter' })).toBeChecked()
  fireEvent.click(screen.getByRole('button', { name: 'Reiniciar' }))
  await waitFor(() => {
    expect(restarts).toEqual([{ clear_queue: false }])
  })
})

it('clears the queue first for who asks so', async () => {
  show(RestartDialog, 2)

  fireEvent.click(await screen.findByRole('radio', { name: 'Limpar a fila antes' }))
  fireEvent.click(screen.getByRole('button', { name: 'Reiniciar' }))
  await waitFor(() => {
    expect(restarts).toEqual([{ clear_queue: true }])
  })
})

it('says that an empty queue is empty, and not that it failed', async () => {
  show(QueueDialog, 0)

  expect(await screen.findByText('A fila do gateway está vazia', { exact: false })).toBeVisible()
  expect(screen.queryByRole('alert')).toBeNull()
})
