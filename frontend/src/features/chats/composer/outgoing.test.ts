import { http as route, HttpResponse } from 'msw'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { aMessage } from '@/test/messages'
import { aToken, aUser, server } from '@/test/server'

async function openTab() {
  vi.resetModules()
  return import('./outgoing')
}

const entry = (key: string, text: string) => ({ key, chat: 1, text, replyTo: null, quoted: null })

describe('outgoing', () => {
  const keys: (string | null)[] = []
  const texts: string[] = []

  beforeEach(() => {
    keys.length = 0
    texts.length = 0
    server.use(
      route.post('*/api/auth/refresh/', () => HttpResponse.json({ access: aToken(), user: aUser })),
      route.post('*/api/mensagens/', async ({ request }) => {
        const body = (await request.json()) as { text: string }
        keys.push(request.headers.get('Idempotency-Key'))
        texts.push(body.text)
        return HttpResponse.json(aMessage({ id: texts.length, text: body.text }), { status: 201 })
      }),
    )
  })

  it('sends in the order written, each with its key, and empties', async () => {
    const { enqueue, outgoingStore } = await openTab()
    enqueue(entry('k1', 'um'))
    enqueue(entry('k2', 'dois'))
    await vi.waitFor(() => {
      expect(outgoingStore.get()).toEqual([])
    })
    expect(texts).toEqual(['um', 'dois'])
    expect(keys).toEqual(['k1', 'k2'])
  })

  it('repeats with the same key when the network fails', async () => {
    let failures = 1
    server.use(
      route.post('*/api/mensagens/', ({ request }) => {
        keys.push(request.headers.get('Idempotency-Key'))
        if (failures-- > 0) return HttpResponse.error()
        return HttpResponse.json(aMessage(), { status: 201 })
      }),
    )
    const { enqueue, outgoingStore } = await openTab()
    enqueue(entry('k1', 'um'))
    await vi.waitFor(() => {
      expect(outgoingStore.get()).toEqual([])
    }, 3_000)
    expect(keys).toEqual(['k1', 'k1'])
  })

  it('keeps a refused one with its reason and goes on to the next', async () => {
    server.use(
      route.post('*/api/mensagens/', async ({ request }) => {
        const { text } = (await request.json()) as { text: string }
        if (text === 'dois') return HttpResponse.json(aMessage(), { status: 201 })
        return HttpResponse.json(
          {
            type: 'validation_error',
            errors: [{ code: 'invalid', detail: 'Longa demais.', attr: 'text' }],
          },
          { status: 400 },
        )
      }),
    )
    const { enqueue, outgoingStore } = await openTab()
    enqueue(entry('k1', 'um'))
    enqueue(entry('k2', 'dois'))
    await vi.waitFor(() => {
      expect(outgoingStore.get()).toMatchObject([
        {
          key: 'k1',
          state: 'refused',
          error: 'Longa demais.',
          errors: [{ attr: 'text', detail: 'Longa demais.' }],
        },
      ])
    })
  })

  it('forwards by reference: the content is already there', async () => {
    const bodies: unknown[] = []
    server.use(
      route.post('*/api/mensagens/', async ({ request }) => {
        bodies.push(await request.json())
        return HttpResponse.json(aMessage(), { status: 201 })
      }),
    )
    const { enqueue, outgoingStore } = await openTab()
    enqueue({
      ...entry('k1', 'Praia'),
      type: 'image',
      fields: { forward_of: 9, file_name: 'a.jpg' },
    })
    await vi.waitFor(() => {
      expect(outgoingStore.get()).toEqual([])
    })
    expect(bodies).toEqual([{ chat: 1, forward_of: 9 }])
  })

  it('comes back after a reload, only for the same person', async () => {
    server.use(route.post('*/api/mensagens/', () => new Promise(() => undefined)))
    const first = await openTab()
    first.openOutgoing(7)
    first.enqueue(entry('k1', 'um'))
    const again = await openTab()
    again.openOutgoing(8)
    expect(again.outgoingStore.get()).toEqual([])
    again.openOutgoing(7)
    expect(again.outgoingStore.get()).toMatchObject([{ key: 'k1', text: 'um' }])
  })

  it('keeps what two tabs have waiting, in the order written, whichever writes last', async () => {
    server.use(route.post('*/api/mensagens/', () => new Promise(() => undefined)))
    const one = await openTab()
    one.openOutgoing(7)
    const two = await openTab()
    two.openOutgoing(7)
    one.enqueue(entry('k3', 'um'))
    two.enqueue({ ...entry('k1', 'outra'), chat: 2 })
    one.enqueue(entry('k2', 'dois'))
    one.discard('k3')
    one.enqueue(entry('k0', 'três'))
    const again = await openTab()
    again.openOutgoing(7)
    const waiting = again.outgoingStore.get()
    expect(waiting.filter(({ chat }) => chat === 1).map(({ text }) => text)).toEqual([
      'dois',
      'três',
    ])
    expect(waiting.filter(({ chat }) => chat === 2).map(({ text }) => text)).toEqual(['outra'])
  })

  it('lets go of what another tab sent or discarded', async () => {
    server.use(route.post('*/api/mensagens/', () => new Promise(() => undefined)))
    const { enqueue, openOutgoing, outgoingStore } = await openTab()
    openOutgoing(7)
    enqueue(entry('k1', 'um'))
    enqueue(entry('k2', 'dois'))
    const told = { key: 'multichat.outgoing.7.k1', newValue: null }
    window.dispatchEvent(new StorageEvent('storage', told))
    expect(outgoingStore.get().map(({ key }) => key)).toEqual(['k2'])
  })

  it('keeps an old queue, written before there were other types', async () => {
    localStorage.setItem(
      'multichat.outgoing.9',
      JSON.stringify([{ ...entry('k3', 'antiga'), createdAt: '', state: 'waiting', error: null }]),
    )
    const { openOutgoing, outgoingStore } = await openTab()
    openOutgoing(9)
    await vi.waitFor(() => {
      expect(outgoingStore.get()).toEqual([])
    })
    expect(texts).toContain('antiga')
    expect(keys).toContain('k3')
  })

  it('cancels what was discarded while its request was on the way', async () => {
    const cancelled: string[] = []
    let land = () => {}
    let sends = 0
    server.use(
      route.post('*/api/mensagens/:id/cancel/', ({ params }) => {
        cancelled.push(String(params['id']))
        return HttpResponse.json(aMessage({ id: 41, status: 'failed', error_code: 'cancelled' }))
      }),
      route.post('*/api/mensagens/', async ({ request }) => {
        if (request.headers.get('Idempotency-Key') !== 'k8') return HttpResponse.error()
        sends += 1
        if (sends === 1) return HttpResponse.error()
        await new Promise<void>((resolve) => {
          land = resolve
        })
        return HttpResponse.json(aMessage({ id: 41 }), { status: 201 })
      }),
    )
    const { discard, enqueue, onAccepted, outgoingStore } = await openTab()
    const shown: (string | null)[] = []
    onAccepted(({ error_code }) => shown.push(error_code))
    enqueue(entry('k8', 'um'))
    await vi.waitFor(() => {
      expect(sends).toBe(2)
    }, 3_000)
    expect(outgoingStore.get()).toMatchObject([{ state: 'waiting' }])

    discard('k8')
    land()

    await vi.waitFor(() => {
      expect(shown).toEqual(['cancelled'])
    })
    expect(cancelled).toEqual(['41'])
  })

  it('leaves alone what only another tab let go of: it may have been accepted there', async () => {
    const cancelled: string[] = []
    let land = () => {}
    let sends = 0
    server.use(
      route.post('*/api/mensagens/:id/cancel/', ({ params }) => {
        cancelled.push(String(params['id']))
        return HttpResponse.json(aMessage())
      }),
      route.post('*/api/mensagens/', async ({ request }) => {
        if (request.headers.get('Idempotency-Key') !== 'k9') return HttpResponse.error()
        sends += 1
        await new Promise<void>((resolve) => {
          land = resolve
        })
        return HttpResponse.json(aMessage({ id: 42 }), { status: 200 })
      }),
    )
    const { enqueue, onAccepted, openOutgoing } = await openTab()
    const shown: number[] = []
    onAccepted(({ id }) => shown.push(id))
    openOutgoing(7)
    enqueue(entry('k9', 'um'))
    await vi.waitFor(() => {
      expect(sends).toBe(1)
    })

    const told = { key: 'multichat.outgoing.7.k9', newValue: null }
    window.dispatchEvent(new StorageEvent('storage', told))
    land()

    await vi.waitFor(() => {
      expect(shown).toEqual([42])
    })
    expect(cancelled).toEqual([])
  })

  it('stops an upload that was discarded and goes on to the next', async () => {
    let uploads = 0
    server.use(
      route.post('*/api/mensagens/', async ({ request }) => {
        if (request.headers.get('Idempotency-Key') === 'k4') {
          uploads += 1
          return new Promise<never>(() => undefined)
        }
        const { text } = (await request.json()) as { text: string }
        texts.push(text)
        return HttpResponse.json(aMessage(), { status: 201 })
      }),
    )
    const { discard, enqueue, outgoingStore } = await openTab()
    const file = { file: new File(['x'], 'a.pdf', { type: 'application/pdf' }), url: null }
    enqueue({ ...entry('k4', ''), text: null, type: 'document', file })
    enqueue(entry('k2', 'dois'))
    await vi.waitFor(() => {
      expect(uploads).toBe(1)
    })
    discard('k4')
    await vi.waitFor(() => {
      expect(outgoingStore.get()).toEqual([])
    })
    expect(texts).toContain('dois')
  })
})
