import { setupServer } from 'msw/node'

/** msw só para o que o back-end de verdade não se deixa pôr: recusa, rede caída, demora. */
export const server = setupServer()

/** Um JWT de mentira com a vida que o teste quiser. */
export function aToken(lifeS = 900): string {
  const iat = Math.floor(Date.now() / 1000)
  return `h.${btoa(JSON.stringify({ iat, exp: iat + lifeS }))}.${Math.random()}`
}

export const aUser = {
  id: 7,
  email: 'carla@acme.com',
  name: 'Carla',
  role: 'operator',
  cliente: 1,
  cliente_name: 'Acme',
  language: 'pt-BR',
  theme: 'system',
} as const
