import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http as route, HttpResponse } from 'msw'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ApiError } from '@/api/errors'
import { activityStore } from '@/lib/toast'
import { deliverLive } from '@/live/changes'
import { renderScreen } from '@/test/screen'
import { aToken, aUser, server } from '@/test/server'
import { EventList } from './event-list'
import { NO_FILTERS } from './filters'
import type { EventRow, EventStateName } from './model'
import { useEventList } from './use-event-list'

function Shown() {
  const { query, rows } = useEventList(NO_FILTERS, true)
  return (
    <>
      <p role="status">{rows.map(({ id, state }) => `${id}:${state}`).join(' ')}</p>
      <button onClick={() => void query.fetchNextPage()}>mais</button>
    </>
  )
}

/** Os eventos do servidor, por id; uma linha por página, para que quase tudo fique fora da primeira. */
const there = { states: new Map<number, EventStateName>(), isDown: false }

const rowOf = (id: number) => ({ id, state: there.states.get(id) }) as EventRow
const shown = () => screen.getByRole('status').textContent
const isShown = (text: string) =>
  waitFor(
    () => {
      expect(shown()).toBe(text)
    },
    { timeout: 4_000 },
  )
const see = (visibility: DocumentVisibilityState) => {
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(visibility)
  document.dispatchEvent(new Event('visibilitychange'))
}

function become(state: EventStateName, ...ids: number[]) {
  for (const id of ids) there.states.set(id, state)
  deliverLive({
    type: 'changes',
    changes: ids.map((id) => ({ kind: 'event', id, instance: 1, chat: null })),
  })
}

async function openWith(count: number) {
  there.states = new Map(Array.from({ length: count }, (_, at) => [count - at, 'failed']))
  renderScreen(<Shown />, {
    // Como na aplicação: o lido há menos de 30 s vale.
    prepare: (client) => {
      client.setDefaultOptions({ queries: { retry: false, staleTime: 30_000 } })
    },
  })
  for (let pages = 1; pages <= count; pages += 1) {
    await waitFor(() => {
      expect(shown().split(' ')).toHaveLength(pages)
      expect(shown()).toContain('failed')
    })
    if (pages < count) await userEvent.click(screen.getByRole('button', { name: 'mais' }))
  }
}

beforeEach(() => {
  there.isDown = false
  server.use(
    route.post('*/api/auth/refresh/', () => HttpResponse.json({ access: aToken(), user: aUser })),
    route.get('*/api/events/counts/', () => HttpResponse.json({})),
    route.get('*/api/events/:id/', ({ params }) =>
      there.isDown
        ? HttpResponse.json({}, { status: 503 })
        : HttpResponse.json(rowOf(Number(params['id']))),
    ),
    route.get('*/api/events/', ({ request }) => {
      if (there.isDown) return HttpResponse.json({}, { status: 503 })
      const url = new URL(request.url)
      const at = Number(url.searchParams.get('cursor') ?? 0)
      const ids = [...there.states.keys()]
      url.searchParams.set('cursor', String(at + 1))
      return HttpResponse.json({
        results: ids.slice(at, at + 1).map(rowOf),
        next: at + 1 < ids.length ? url.href : null,
        previous: null,
      })
    }),
  )
})

afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

describe('a lista de eventos, fora da primeira página', { timeout: 15_000 }, () => {
  it('segue um evento reprocessado até o fim, e não só até a primeira mudança', async () => {
    await openWith(2)
    become('pending', 1)
    await isShown('2:failed 1:pending')

    become('processed', 1)

    await isShown('2:failed 1:processed')
  })

  it('corrige todas as linhas que mudaram, por muitas que sejam', async () => {
    await openWith(12)

    become('processed', ...Array.from({ length: 12 }, (_, at) => at + 1))

    await waitFor(
      () => {
        expect(shown()).not.toContain('failed')
      },
      { timeout: 4_000 },
    )
  })

  it('olha, quando a aba volta, o que mudou enquanto estava escondida', async () => {
    await openWith(2)
    see('hidden')
    become('processed', 1)

    see('visible')

    await isShown('2:failed 1:processed')
  })

  it('insiste no que não conseguiu ler, sem esperar outro sinal', async () => {
    await openWith(2)
    there.isDown = true
    vi.useFakeTimers({ shouldAdvanceTime: true })
    become('processed', 1)
    await vi.advanceTimersByTimeAsync(3_000)
    there.isDown = false
    await vi.advanceTimersByTimeAsync(6_000)
    vi.useRealTimers()

    await isShown('2:failed 1:processed')
  })
})

describe('a pílula das novas', () => {
  it('diz que não há rede, em vez de não fazer nada', async () => {
    vi.stubGlobal('matchMedia', () => ({
      matches: false,
      addEventListener: () => undefined,
      removeEventListener: () => undefined,
    }))
    const query = { isPending: false, isError: false, hasNextPage: false } as ReturnType<
      typeof useEventList
    >['query']
    renderScreen(
      <EventList
        list={{
          query,
          rows: [rowOf(1)],
          fresh: { count: 1, isMore: false },
          showNew: () => Promise.reject(new ApiError(0)),
        }}
        filters={NO_FILTERS}
        onFilters={() => undefined}
        openId={null}
        hrefOf={() => '/'}
        isPhone
        selected={new Set()}
        onSelected={() => undefined}
      />,
    )

    await userEvent.click(screen.getByRole('button', { name: /novo/ }))

    await waitFor(() => {
      expect(activityStore.get()).toMatchObject([
        { tone: 'error', text: 'Sem conexão com o MultiChat' },
      ])
    })
  })
})
