/**
 * A sessão deste navegador: quem entrou e o token de acesso, que só vive na memória.
 *
 * O refresh é um cookie httpOnly que o script não vê. Uma renovação vale por todas as abas:
 * Web Locks põem as abas em fila e BroadcastChannel leva o token novo às outras.
 * Pede por si, sem client.ts, que precisa do token que daqui sai.
 */
import { screenLanguage } from '@/i18n/language'
import { openChannel } from '@/lib/channel'
import { withLock } from '@/lib/locks'
import { keepsLocal, readLocal, writeLocal } from '@/lib/storage'
import { createStore } from '@/lib/store'
import { ApiError, toApiError } from './errors'
import type { Routes } from './generated/routes.gen'
import type { User } from './generated/types.gen'
import type { Answer } from './routes'

export type { Role } from './generated/types.gen'

export type SessionUser = Pick<
  User,
  'id' | 'email' | 'name' | 'role' | 'cliente' | 'cliente_name' | 'language' | 'theme'
>

export interface Session {
  /** expired: havia sessão e o refresh foi recusado; a página fica, só pede a senha. */
  status: 'starting' | 'in' | 'expired' | 'out'
  user: SessionUser | null
}

interface Grant {
  access: string
  user: SessionUser
}

type Notice = { type: 'grant'; grant: Grant } | { type: 'logout' }

const store = createStore<Session>({ status: 'starting', user: null })
const channel = openChannel<Notice>('multichat.session')
const RENEW_BEFORE_MS = 60_000
/** Que há sessão neste navegador, e de quando: o cookie o script não vê. Não é segredo. */
const MARK = 'session'

let access: string | null = null
let expiresAt = 0
let renewTimer: ReturnType<typeof setTimeout> | undefined
let inFlight: Promise<string> | null = null

export const sessionStore: Pick<typeof store, 'get' | 'subscribe'> = store

/** Vida do token pelo próprio token, sem confiar no relógio da máquina. */
function lifeMs(token: string): number {
  try {
    const payload = token.split('.')[1] ?? ''
    const { exp, iat } = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/'))) as {
      exp?: number
      iat?: number
    }
    if (exp && iat) return (exp - iat) * 1000
  } catch {
    // Não é JWT legível: vale a vida que a API promete.
  }
  return 15 * 60_000
}

/** Sem marca não há cookie que renovar; onde nada se guarda, só perguntando se sabe. */
function mayRefresh(): boolean {
  return access !== null || readLocal(MARK) !== null || !keepsLocal()
}

function lose(): void {
  access = null
  const { user } = store.get()
  store.set({ status: user ? 'expired' : 'out', user })
}

function adopt(grant: Grant): void {
  const previous = store.get().user
  access = grant.access
  writeLocal(MARK, String(Date.now()))
  const life = lifeMs(grant.access)
  expiresAt = Date.now() + life
  store.set({ status: 'in', user: grant.user })
  clearTimeout(renewTimer)
  // O cookie da mídia vive tanto quanto o acesso: renova antes, mesmo sem pedidos.
  renewTimer = setTimeout(() => void refreshSession().catch(() => undefined), life * 0.8)
  if (previous && previous.id !== grant.user.id) window.location.reload()
}

type AuthRoute = 'POST /api/auth/login/' | 'POST /api/auth/refresh/' | 'POST /api/auth/logout/'

async function post<R extends AuthRoute>(
  route: R,
  body?: Routes[R]['asked']['body'],
): Promise<Answer<R>> {
  let response: Response
  try {
    response = await fetch(route.slice('POST '.length), {
      method: 'POST',
      credentials: 'same-origin',
      headers: {
        'Content-Type': 'application/json',
        Accept: 'application/json',
        'Accept-Language': screenLanguage(),
      },
      body: JSON.stringify(body ?? {}),
    })
  } catch {
    throw new ApiError(0)
  }
  const answer: unknown = await response.json().catch(() => null)
  if (!response.ok) throw toApiError(response.status, answer, response.headers.get('Retry-After'))
  return answer as Answer<R>
}

export async function login(email: string, password: string, remember: boolean): Promise<void> {
  const grant = await post('POST /api/auth/login/', { email, password, remember })
  adopt(grant)
  channel.post({ type: 'grant', grant })
}

export function refreshSession(): Promise<string> {
  const stale = access
  inFlight ??= withLock('multichat.refresh', async () => {
    // Outra aba pode ter renovado enquanto esta esperava a vez.
    if (access && access !== stale && Date.now() < expiresAt - RENEW_BEFORE_MS) return access
    if (!mayRefresh()) {
      lose()
      throw new ApiError(401)
    }
    const mark = readLocal(MARK)
    try {
      const grant = await post('POST /api/auth/refresh/')
      adopt(grant)
      channel.post({ type: 'grant', grant })
      return grant.access
    } catch (error) {
      if (error instanceof ApiError && (error.status === 401 || error.status === 403)) {
        // Outra aba pode ter entrado enquanto esta perguntava: a marca dela fica.
        if (readLocal(MARK) === mark) writeLocal(MARK, null)
        lose()
      }
      throw error
    }
  }).finally(() => {
    inFlight = null
  })
  return inFlight
}

/** Um token que ainda vale; renova antes de pedir quando está para vencer. */
export async function accessToken(): Promise<string> {
  if (access && Date.now() < expiresAt - RENEW_BEFORE_MS / 2) return access
  return refreshSession()
}

/** O token que acabou de levar 401 não serve mais, diga o relógio o que disser. */
export function rejectAccess(token: string | null): void {
  if (token && token === access) expiresAt = 0
}

export function updateSessionUser(changes: Partial<SessionUser>): void {
  store.set((session) =>
    session.user ? { ...session, user: { ...session.user, ...changes } } : session,
  )
}

export async function logout(): Promise<void> {
  await post('POST /api/auth/logout/').catch((error: unknown) => {
    // Sem rede a sessão continua no servidor: melhor dizer do que fingir que saiu.
    if (error instanceof ApiError && error.isNetwork) throw error
  })
  access = null
  writeLocal(MARK, null)
  clearTimeout(renewTimer)
  store.set({ status: 'out', user: null })
  channel.post({ type: 'logout' })
}

channel.listen((notice) => {
  if (notice.type === 'grant') adopt(notice.grant)
  else {
    access = null
    clearTimeout(renewTimer)
    store.set({ status: 'out', user: null })
  }
})
