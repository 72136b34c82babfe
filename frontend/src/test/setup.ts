import '@testing-library/jest-dom/vitest'
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import { server } from './server'

beforeAll(() => {
  server.listen({ onUnhandledFrame: 'error' })
})
// As peças se mostram a quem já entrou; sem a marca nem se perguntaria pela sessão.
beforeEach(() => {
  localStorage.setItem('multichat.session', '1')
})
afterEach(() => {
  server.resetHandlers()
  localStorage.clear()
})
afterAll(() => {
  server.close()
})
