import { createContext, use, useSyncExternalStore, type ReactNode } from 'react'
import { sessionStore, type Role, type Session, type SessionUser } from '@/api/session'

const AuthContext = createContext<Session | null>(null)

export function AuthProvider({ children }: { children: ReactNode }) {
  const session = useSyncExternalStore(sessionStore.subscribe, sessionStore.get)
  return <AuthContext value={session}>{children}</AuthContext>
}

export function useSession(): Session {
  const session = use(AuthContext)
  if (!session) throw new Error('useSession fora de AuthProvider')
  return session
}

/** Quem entrou. Só existe dentro do shell, que não abre sem sessão. */
export function useUser(): SessionUser {
  const { user } = useSession()
  if (!user) throw new Error('useUser sem sessão')
  return user
}

export function useHasRole(...roles: Role[]): boolean {
  return roles.includes(useUser().role)
}
