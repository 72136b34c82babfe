import { delay, http as route, HttpResponse } from 'msw'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { aToken, aUser, server } from '@/test/server'
import type { ApiError } from './errors'

/** Cada teste começa numa aba nova: a sessão vive no módulo. */
async function openTab() {
  vi.resetModules()
  const { call } = await import('./call')
  const session = await import('./session')
  return { call, session }
}

const unauthorized = () =>
  HttpResponse.json(
    { type: 'client_error', errors: [{ code: 'not_authenticated', detail: 'x', attr: null }] },
    { status: 401 },
  )

describe('client', () => {
  let refreshes = 0

  beforeEach(() => {
    refreshes = 0
    server.use(
      route.post('*/api/auth/refresh/', () => {
        refreshes += 1
        return HttpResponse.json({ access: aToken(), user: aUser })
      }),
    )
  })

  it('refreshes once for many requests', async () => {
    server.use(route.get('*/api/chats/', () => HttpResponse.json({ results: [] })))
    const { call } = await openTab()
    await Promise.all([1, 2, 3, 4].map(() => call('GET /api/chats/')))
    expect(refreshes).toBe(1)
  })

  it('renews and repeats a request whose token was refused', async () => {
    let asked = 0
    server.use(
      route.get('*/api/chats/', () => {
        asked += 1
        return asked === 1 ? unauthorized() : HttpResponse.json({ results: ['ok'] })
      }),
    )
    const { call } = await openTab()
    const data = await call('GET /api/chats/')
    expect(data.results).toEqual(['ok'])
    expect(refreshes).toBe(2)
  })

  it('says the session expired when the refresh is refused, and keeps who it was', async () => {
    const { call, session } = await openTab()
    await session.refreshSession()
    server.use(
      route.post('*/api/auth/refresh/', unauthorized),
      route.get('*/api/chats/', unauthorized),
    )
    await expect(call('GET /api/chats/')).rejects.toMatchObject({ status: 401 })
    expect(session.sessionStore.get()).toMatchObject({ status: 'expired', user: { id: 7 } })
  })

  it('keeps the session when only the network is gone', async () => {
    const { call, session } = await openTab()
    await session.refreshSession()
    server.use(route.get('*/api/chats/', () => HttpResponse.error()))
    await expect(call('GET /api/chats/')).rejects.toMatchObject({ status: 0 })
    expect(session.sessionStore.get().status).toBe('in')
  })

  it('asks for errors in the language of the screen, also right after it changes', async () => {
    const asked: (string | null)[] = []
    const note = ({ request }: { request: Request }) => {
      asked.push(request.headers.get('Accept-Language'))
      return HttpResponse.json({ access: aToken(), user: aUser })
    }
    server.use(
      route.get('*/api/chats/', note),
      route.post('*/api/auth/login/', note),
      route.post('*/api/auth/refresh/', note),
    )
    const { call, session } = await openTab()
    const i18n = await import('@/i18n')
    const { loadLoginTexts } = await import('@/i18n/login-texts')
    await i18n.startI18n()

    await call('GET /api/chats/')
    await i18n.changeLanguage('en')
    await call('GET /api/chats/')
    await session.login('ana@exemplo.com', 'errada', false)
    await loadLoginTexts('pt-BR')
    await session.login('ana@exemplo.com', 'errada', false)

    expect(asked).toEqual(['pt-BR', 'pt-BR', 'en', 'en', 'pt-BR'])
  })

  it('turns the body into an ApiError with fields and Retry-After', async () => {
    server.use(
      route.post('*/api/chats/1/read/', () =>
        HttpResponse.json(
          {
            type: 'validation_error',
            errors: [{ code: 'invalid', detail: 'E-mail inválido.', attr: 'email' }],
          },
          { status: 429, headers: { 'Retry-After': '42' } },
        ),
      ),
    )
    const { call } = await openTab()
    const error = (await call('POST /api/chats/{id}/read/', { path: { id: 1 }, body: {} }).catch(
      (failure: unknown) => failure,
    )) as ApiError
    expect(error.retryAfter).toBe(42)
    expect(error.fields().get('email')).toBe('E-mail inválido.')
  })

  it('gives who gave up their own reason, and who waited too long a network error', async () => {
    server.use(route.get('*/api/chats/', () => delay('infinite')))
    const { call } = await openTab()
    const abort = new AbortController()
    const left = call('GET /api/chats/', { signal: abort.signal })
    setTimeout(() => {
      abort.abort(new Error('saí da tela'))
    }, 20)

    await expect(left).rejects.toThrow('saí da tela')
    await expect(call('GET /api/chats/', { timeout: 20 })).rejects.toMatchObject({ status: 0 })
  })

  it('renews and sends a file again, and stops sending it when asked', async () => {
    let asked = 0
    server.use(
      route.post('*/api/mensagens/', async () => {
        asked += 1
        if (asked === 1) return unauthorized()
        if (asked === 3) await delay('infinite')
        return HttpResponse.json({ id: 5 }, { status: 201 })
      }),
    )
    const { call } = await openTab()
    const body = { chat: 1, file: new File(['x'], 'a.txt') }

    expect(await call('POST /api/mensagens/', { body })).toEqual({ id: 5 })
    expect(asked).toBe(2)

    const abort = new AbortController()
    const stopped = call('POST /api/mensagens/', { body, signal: abort.signal, timeout: 0 })
    setTimeout(() => {
      abort.abort()
    }, 50)
    await expect(stopped).rejects.toMatchObject({ name: 'AbortError' })
  })
})
