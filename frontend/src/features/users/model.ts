import type { Role, SessionUser } from '@/api/session'

export interface User {
  id: number
  email: string
  name: string
  role: Role
  cliente: number | null
  cliente_name: string | null
  active: boolean
  last_login: string | null
  created_at: string
}

export type Reason = 'self' | 'lastAdmin' | 'aboveYou'

/** Por que este papel ou esta conta não se tira; null quando se pode. */
export function lockOf(
  user: Pick<User, 'id' | 'role' | 'active'>,
  me: Pick<SessionUser, 'id' | 'role'>,
  all: readonly Pick<User, 'id' | 'role' | 'active'>[],
): Reason | null {
  if (user.id === me.id) return 'self'
  if (user.role === 'admin' && me.role !== 'admin') return 'aboveYou'
  const admins = all.filter(({ role, active }) => role === 'admin' && active)
  const isLast = user.role === 'admin' && admins.length === 1 && admins[0]?.id === user.id
  return isLast ? 'lastAdmin' : null
}
