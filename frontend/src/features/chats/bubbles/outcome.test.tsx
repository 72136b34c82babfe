import { cleanup, screen } from '@testing-library/react'
import { http as route, HttpResponse } from 'msw'
import type { ReactNode } from 'react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { aChat } from '@/test/chats'
import { aMessage } from '@/test/messages'
import { renderScreen } from '@/test/screen'
import { aToken, aUser, server } from '@/test/server'
import type { Mensagem } from '../model'
import { MessageMenu } from '../thread/message-menu'
import { useSentence } from '../thread/use-sentence'
import { ThreadContext, type ThreadActions } from '../scope'
import { Bubble } from './bubble'

const act = vi.fn()
const rewrite = vi.fn()
const openInfo = vi.fn()
const patch = vi.fn()

beforeEach(() => {
  vi.useFakeTimers({ now: new Date(2026, 10, 26, 12, 0), toFake: ['Date'] })
})

afterEach(() => {
  vi.useRealTimers()
  act.mockReset()
})

function showIn(piece: ReactNode, isManager = true) {
  const scope = {
    chat: aChat(),
    actions: { act, rewrite, openInfo, patch } as unknown as ThreadActions,
    isManager,
    lacks: () => null,
  }
  renderScreen(<ThreadContext value={scope}>{piece}</ThreadContext>)
}

function showSent(changes: Partial<Mensagem>, isManager = true) {
  const message = aMessage({ direction: 'out', text: 'Bom dia', ...changes })
  showIn(<Bubble message={message} startsGroup />, isManager)
}

const names = () => screen.queryAllByRole('button').map((button) => button.textContent)

it('shows a cancelled send as cancelled, and not as a failure', () => {
  showSent({
    status: 'failed',
    error_code: 'cancelled',
    error: 'Cancelada antes de sair.',
    can_retry: true,
    send_at: new Date(2026, 10, 27, 9, 0).toISOString(),
  })

  expect(screen.getByText('Envio cancelado. Era para amanhã às 09:00.')).toBeVisible()
  expect(screen.queryByText('Não enviada', { exact: false })).toBeNull()
  expect(names()).toEqual(['Enviar agoraEnviando…', 'Editar', 'Descartar'])
})

it('says in the menu of a cancelled send that it was cancelled, and sends it now', async () => {
  const message = aMessage({
    direction: 'out',
    message_id: null,
    status: 'failed',
    error_code: 'cancelled',
    can_retry: true,
  })
  showIn(<MessageMenu message={message} anchor={new DOMRect()} onClose={() => undefined} />)

  expect(await screen.findByText('Enviar agora')).toBeInTheDocument()
  expect(screen.getAllByText('Envio cancelado.')).not.toHaveLength(0)
  expect(screen.queryByText('Ainda não saiu')).toBeNull()
})

it('says when a scheduled send goes, and cancels the send, not the screen', () => {
  showSent({
    status: 'pending',
    is_waiting: true,
    waiting_for: 'hour',
    send_at: new Date(2026, 10, 26, 17, 46).toISOString(),
  })

  expect(screen.getByText('Agendada para hoje às 17:46')).toBeVisible()
  expect(names()).toEqual(['Cancelar envioCancelando…'])
})

it('says for how long the gateway has held what it accepted, and what can be done', () => {
  const held = {
    status: 'pending' as const,
    accepted_at: new Date(2026, 10, 26, 11, 58, 30).toISOString(),
  }
  showSent(held)

  expect(screen.getByText('O gateway aceitou há 1 min, mas ainda não saiu.')).toBeVisible()
  screen.getByRole('button', { name: 'Ver fila' }).click()
  screen.getByRole('button', { name: 'Reiniciar instância' }).click()
  expect(act.mock.calls.map(([kind]: unknown[]) => kind)).toEqual(['queue', 'restart'])
})

it('does not offer an operator what only a manager may do', () => {
  const accepted_at = new Date(2026, 10, 26, 11, 58, 30).toISOString()
  showSent({ status: 'pending', accepted_at }, false)

  expect(screen.getByText('O gateway aceitou há 1 min, mas ainda não saiu.')).toBeVisible()
  expect(names()).toEqual([])
})

it.each(['failed', 'unknown'] as const)('a bolha %s se descarta', async (status) => {
  const asked: string[] = []
  server.use(
    route.post('*/api/auth/refresh/', () => HttpResponse.json({ access: aToken(), user: aUser })),
    route.post('*/api/mensagens/:id/discard/', ({ params }) => {
      asked.push(String(params['id']))
      return HttpResponse.json(
        aMessage({ id: 7, status, discarded_at: '2026-11-26T12:00:00Z', direction: 'out' }),
      )
    }),
  )
  showSent({ id: 7, status })

  screen.getByRole('button', { name: 'Descartar' }).click()

  await vi.waitFor(() => {
    expect(patch).toHaveBeenCalledWith(expect.objectContaining({ discarded_at: expect.anything() }))
  })
  expect(asked).toEqual(['7'])
})

it('«Editar» leva o texto ao campo e diz qual envio ele corrige; de um arquivo, só a legenda', () => {
  showSent({ id: 7, status: 'failed' })
  screen.getByRole('button', { name: 'Editar' }).click()
  expect(rewrite).toHaveBeenLastCalledWith('Bom dia', expect.objectContaining({ id: 7 }))

  cleanup()
  showSent({ id: 8, status: 'failed', type: 'document' })
  screen.getByRole('button', { name: 'Editar' }).click()
  expect(rewrite).toHaveBeenLastCalledWith('Bom dia', undefined)
})

it('«editada» abre as versões', () => {
  showSent({ id: 7, status: 'sent', edited_at: '2026-11-26T12:00:00Z' })

  screen.getByRole('button', { name: 'editada: ver as versões' }).click()

  expect(openInfo).toHaveBeenCalledWith(expect.objectContaining({ id: 7 }), 'versions')
})

it('a frase do leitor de tela termina com o motivo da falha', () => {
  function Sentence({ message }: { message: Mensagem }) {
    return <p>{useSentence(aChat())(message)}</p>
  }
  const failed = aMessage({
    direction: 'out',
    status: 'failed',
    error_code: 'not_on_whatsapp',
    error: 'x',
  })
  renderScreen(<Sentence message={failed} />)

  expect(
    screen.getByText(/Olá\. Não enviada: este número não está no WhatsApp\.$/),
  ).toBeInTheDocument()
})
