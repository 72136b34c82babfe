import { act, screen } from '@testing-library/react'
import { http as route, HttpResponse } from 'msw'
import { useRef, useState } from 'react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { aChat } from '@/test/chats'
import { renderScreen } from '@/test/screen'
import { aToken, aUser, server } from '@/test/server'
import { useSeen } from './use-seen'

/** Tudo o que se põe na tela está à vista. */
class AllInView {
  constructor(private readonly tell: IntersectionObserverCallback) {}
  observe(target: Element) {
    const bounds = { bottom: 100 } as DOMRectReadOnly
    const entry = { target, isIntersecting: true, boundingClientRect: bounds, rootBounds: bounds }
    this.tell([entry as IntersectionObserverEntry], this as unknown as IntersectionObserver)
  }
  disconnect() {
    // Nada a soltar.
  }
}

function Thread({ rows = [[5, '']] }: { rows?: [id: number, sentAt: string][] }) {
  const scrollRef = useRef<HTMLDivElement>(null)
  const [isReading, setReading] = useState(true)
  useSeen(aChat({ unread_count: 1 }), scrollRef, `m${rows.length}`, isReading)
  return (
    <div ref={scrollRef}>
      {rows.map(([id, sentAt]) => (
        <p key={id} data-message={id} data-sent-at={sentAt}>
          olá
        </p>
      ))}
      <button
        onClick={() => {
          setReading(false)
        }}
      >
        marcar como não lida
      </button>
    </div>
  )
}

const there = { read: [] as unknown[], isDown: true }

beforeEach(() => {
  Object.assign(there, { read: [], isDown: true })
  vi.stubGlobal('IntersectionObserver', AllInView)
  vi.spyOn(document, 'hasFocus').mockReturnValue(true)
  vi.useFakeTimers({ shouldAdvanceTime: true })
  server.use(
    route.post('*/api/auth/refresh/', () => HttpResponse.json({ access: aToken(), user: aUser })),
    route.post('*/api/chats/1/read/', async ({ request }) => {
      if (there.isDown) return HttpResponse.error()
      there.read.push(await request.json())
      return HttpResponse.json(aChat())
    }),
  )
})

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

it('diz que a conversa foi lida quando a rede volta, sem esperar outra mensagem', async () => {
  renderScreen(<Thread />)
  await vi.advanceTimersByTimeAsync(2_500)
  there.isDown = false
  await vi.advanceTimersByTimeAsync(8_000)

  await vi.waitFor(() => {
    expect(there.read).toEqual([{ up_to: 5 }])
  })
})

it('já não o diz se entretanto alguém a marcou como não lida', async () => {
  renderScreen(<Thread />)
  await vi.advanceTimersByTimeAsync(2_500)
  act(() => {
    screen.getByRole('button').click()
  })
  there.isDown = false
  await vi.advanceTimersByTimeAsync(40_000)

  expect(there.read).toEqual([])
})

it('diz primeiro a mais nova no tempo, e só depois a antiga recuperada, de id maior', async () => {
  there.isDown = false
  renderScreen(
    <Thread
      rows={[
        [9, '2026-01-01T08:00:00Z'],
        [5, '2026-01-01T10:00:00Z'],
      ]}
    />,
  )
  await vi.advanceTimersByTimeAsync(2_500)

  await vi.waitFor(() => {
    expect(there.read).toEqual([{ up_to: 5 }, { up_to: 9 }])
  })
})

it('de uma antiga que só ela se mostrou, diz só ela', async () => {
  there.isDown = false
  renderScreen(<Thread rows={[[9, '2026-01-01T08:00:00Z']]} />)
  await vi.advanceTimersByTimeAsync(2_500)

  await vi.waitFor(() => {
    expect(there.read).toEqual([{ up_to: 9 }])
  })
})

it('vista a antiga antes, a mais nova ainda se diz quando aparece', async () => {
  there.isDown = false
  const all: [number, string][] = [
    [9, '2026-01-01T08:00:00Z'],
    [5, '2026-01-01T10:00:00Z'],
  ]
  function Later() {
    const [count, setCount] = useState(1)
    return (
      <>
        <Thread rows={all.slice(0, count)} />
        <button
          aria-label="rolar"
          onClick={() => {
            setCount(2)
          }}
        />
      </>
    )
  }
  renderScreen(<Later />)
  await vi.advanceTimersByTimeAsync(2_500)
  act(() => {
    screen.getByRole('button', { name: 'rolar' }).click()
  })
  await vi.advanceTimersByTimeAsync(2_500)

  await vi.waitFor(() => {
    expect(there.read).toEqual([{ up_to: 9 }, { up_to: 5 }, { up_to: 9 }])
  })
})
