import { http as route, HttpResponse } from 'msw'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { aToken, aUser, server } from '@/test/server'
import type { ApiError } from './errors'

/** Cada teste começa numa aba nova: a sessão vive no módulo. */
async function openTab() {
  vi.resetModules()
  const { http } = await import('./client')
  const session = await import('./session')
  return { http, session }
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
    const { http } = await openTab()
    await Promise.all([1, 2, 3, 4].map(() => http.get('/api/chats/')))
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
    const { http } = await openTab()
    const { data } = await http.get<{ results: string[] }>('/api/chats/')
    expect(data.results).toEqual(['ok'])
    expect(refreshes).toBe(2)
  })

  it('says the session expired when the refresh is refused, and keeps who it was', async () => {
    const { http, session } = await openTab()
    await session.refreshSession()
    server.use(
      route.post('*/api/auth/refresh/', unauthorized),
      route.get('*/api/chats/', unauthorized),
    )
    await expect(http.get('/api/chats/')).rejects.toMatchObject({ status: 401 })
    expect(session.sessionStore.get()).toMatchObject({ status: 'expired', user: { id: 7 } })
  })

  it('keeps the session when only the network is gone', async () => {
    const { http, session } = await openTab()
    await session.refreshSession()
    server.use(route.get('*/api/chats/', () => HttpResponse.error()))
    await expect(http.get('/api/chats/')).rejects.toMatchObject({ status: 0 })
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
    const { http, session } = await openTab()
    const i18n = await import('@/i18n')
    const { loadLoginTexts } = await import('@/i18n/login-texts')
    await i18n.startI18n()

    await http.get('/api/chats/')
    await i18n.changeLanguage('en')
    await http.get('/api/chats/')
    await session.login('ana@exemplo.com', 'errada', false)
    await loadLoginTexts('pt-BR')
    await session.login('ana@exemplo.com', 'errada', false)

    expect(asked).toEqual(['pt-BR', 'pt-BR', 'en', 'en', 'pt-BR'])
  })

  it('turns the body into an ApiError with fields and Retry-After', async () => {
    server.use(
      route.post('*/api/users/', () =>
        HttpResponse.json(
          {
            type: 'validation_error',
            errors: [{ code: 'invalid', detail: 'E-mail inválido.', attr: 'email' }],
          },
          { status: 429, headers: { 'Retry-After': '42' } },
        ),
      ),
    )
    const { http } = await openTab()
    const error = (await http
      .post('/api/users/', {})
      .catch((failure: unknown) => failure)) as ApiError
    expect(error.retryAfter).toBe(42)
    expect(error.fields().get('email')).toBe('E-mail inválido.')
  })
})
