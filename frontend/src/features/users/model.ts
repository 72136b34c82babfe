import type { User } from '@/api/generated/types.gen'
import type { SessionUser } from '@/api/session'

export type { User } from '@/api/generated/types.gen'

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
