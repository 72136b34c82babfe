import { screen, waitFor } from '@testing-library/react'
import { http as route, HttpResponse } from 'msw'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { deliverLive, type Change } from '@/live/changes'
import { aMessage } from '@/test/messages'
import { renderScreen } from '@/test/screen'
import { aToken, aUser, server } from '@/test/server'
import type { Mensagem } from '../model'
import { useThread } from './use-thread'

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString()
const row = (id: number, changes: Partial<Mensagem> = {}) =>
  aMessage({ id, sent_at: at(id), text: `m${id}`, ...changes })
const changed = (...ids: number[]): Change[] =>
  ids.map((id) => ({ kind: 'mensagem', id, instance: 1, chat: 1 }))

function Shown() {
  const { window } = useThread(1, null)
  return <p role="status">{window?.items.map(({ text }) => text).join(' ')}</p>
}

/** O que o servidor tem, do mais antigo ao mais novo; `isDown`: responde 503 às mensagens. */
const there = { rows: [] as Mensagem[], isDown: false }

async function openWith(rows: Mensagem[]) {
  there.rows = rows
  there.isDown = false
  server.use(
    route.post('*/api/auth/refresh/', () => HttpResponse.json({ access: aToken(), user: aUser })),
    route.get('*/api/mensagens/:id/', ({ params }) =>
      there.isDown
        ? HttpResponse.json({}, { status: 503 })
        : HttpResponse.json(there.rows.find(({ id }) => id === Number(params['id']))),
    ),
    route.get('*/api/mensagens/', ({ request }) => {
      if (there.isDown) return HttpResponse.json({}, { status: 503 })
      const url = new URL(request.url)
      const limit = Number(url.searchParams.get('limit'))
      const start = Number(url.searchParams.get('cursor') ?? 0)
      const found = [...there.rows].filter(({ chat }) => chat === 1).reverse()
      const next = start + limit < found.length
      url.searchParams.set('cursor', String(start + limit))
      return HttpResponse.json({
        results: found.slice(start, start + limit),
        next: next ? url.href : null,
        previous: null,
      })
    }),
  )
  renderScreen(<Shown />)
  await waitFor(() => {
    expect(screen.getByRole('status').textContent).toContain('m')
  })
}

const shown = () => screen.getByRole('status').textContent

describe('a conversa aberta', () => {
  afterEach(() => {
    vi.useRealTimers()
  })

  it('mostra a mensagem que o servidor não pôde dar na hora, sem esperar outra mudança', async () => {
    await openWith([row(1)])
    vi.useFakeTimers({ shouldAdvanceTime: true })
    there.rows = [row(1), row(2)]
    there.isDown = true
    deliverLive({ type: 'changes', changes: changed(2) })
    await vi.advanceTimersByTimeAsync(1_000)
    there.isDown = false
    await vi.advanceTimersByTimeAsync(3_000)

    await waitFor(() => {
      expect(shown()).toBe('m1 m2')
    })
  })

  it('mostra a mensagem que chegou depois de lida a primeira página, e antes de ela chegar', async () => {
    let land = () => {}
    let asked = 0
    there.rows = [row(1), row(2)]
    server.use(
      route.post('*/api/auth/refresh/', () => HttpResponse.json({ access: aToken(), user: aUser })),
      route.get('*/api/mensagens/', async () => {
        asked += 1
        const results = asked === 1 ? [row(1)] : [row(2), row(1)]
        if (asked === 1)
          await new Promise<void>((resolve) => {
            land = resolve
          })
        return HttpResponse.json({ results, next: null, previous: null })
      }),
    )
    renderScreen(<Shown />)
    await waitFor(() => {
      expect(asked).toBe(1)
    })

    deliverLive({ type: 'changes', changes: changed(2) })
    land()

    await waitFor(() => {
      expect(shown()).toBe('m1 m2')
    })
  })

  it('relê a janela toda quando muito mudou, e larga o que foi para outra conversa', async () => {
    await openWith(Array.from({ length: 40 }, (_, n) => row(n + 1)))
    there.rows = there.rows.map((one) =>
      one.id === 3 ? { ...one, text: 'mudou' } : one.id === 5 ? { ...one, chat: 2 } : one,
    )

    deliverLive({ type: 'changes', changes: changed(3, 5, 7, 8, 9) })

    await waitFor(() => {
      expect(shown()).toContain('m2 mudou m4 m6 m7')
    })
  })

  it('larga a única mensagem que foi para outra conversa', async () => {
    await openWith([row(1), row(2)])
    there.rows = [row(1), row(2, { chat: 2 })]

    deliverLive({ type: 'changes', changes: changed(2) })

    await waitFor(() => {
      expect(shown()).toBe('m1')
    })
  })
})
