import { http as route, HttpResponse } from 'msw'
import { beforeEach, expect, it, vi } from 'vitest'
import { aToken, aUser, server } from '@/test/server'

let refreshes = 0

/** Uma aba nova: a sessão vive no módulo, e a marca, no navegador. */
async function openTab() {
  vi.resetModules()
  return import('./session')
}

beforeEach(() => {
  localStorage.clear()
  refreshes = 0
  server.use(
    route.post('*/api/auth/login/', () => HttpResponse.json({ access: aToken(), user: aUser })),
    route.post('*/api/auth/logout/', () => HttpResponse.json({})),
    route.post('*/api/auth/refresh/', () => {
      refreshes += 1
      return HttpResponse.json({ access: aToken(), user: aUser })
    }),
  )
})

it('does not ask to renew a session that this browser never had', async () => {
  const tab = await openTab()

  await expect(tab.refreshSession()).rejects.toMatchObject({ status: 401 })

  expect(refreshes).toBe(0)
  expect(tab.sessionStore.get().status).toBe('out')
})

it('renews in another tab the session that one tab opened', async () => {
  await (await openTab()).login('ana@loja.com', 'segredo', true)

  const other = await openTab()
  await other.refreshSession()

  expect(refreshes).toBe(1)
  expect(other.sessionStore.get().status).toBe('in')
})

it('does not ask again after a logout', async () => {
  const tab = await openTab()
  await tab.login('ana@loja.com', 'segredo', true)
  await tab.logout()

  await expect((await openTab()).refreshSession()).rejects.toMatchObject({ status: 401 })

  expect(refreshes).toBe(0)
})

it('keeps the mark of a tab that came in while this one was being refused', async () => {
  const tab = await openTab()
  await tab.login('ana@loja.com', 'segredo', true)
  const late = await openTab()
  server.use(
    route.post('*/api/auth/refresh/', () => {
      localStorage.setItem('multichat.session', 'de outra aba')
      return HttpResponse.json(
        { type: 'client_error', errors: [{ code: 'not_authenticated', detail: 'x', attr: null }] },
        { status: 401 },
      )
    }),
  )

  await expect(late.refreshSession()).rejects.toMatchObject({ status: 401 })

  expect(localStorage.getItem('multichat.session')).toBe('de outra aba')
})

it('still asks where nothing can be kept', async () => {
  vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
    throw new Error('cheio')
  })
  const tab = await openTab()

  await tab.refreshSession()

  expect(refreshes).toBe(1)
})
