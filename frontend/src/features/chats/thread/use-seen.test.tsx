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

function Thread() {
  const scrollRef = useRef<HTMLDivElement>(null)
  const [isReading, setReading] = useState(true)
  useSeen(aChat({ unread_count: 1 }), scrollRef, 'm5', isReading)
  return (
    <div ref={scrollRef}>
      <p data-message="5">olá</p>
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
