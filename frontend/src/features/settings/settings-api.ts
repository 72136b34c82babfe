import { call } from '@/api/call'
import type { PatchedMeUpdateRequest } from '@/api/generated/types.gen'
import { refreshSession, updateSessionUser } from '@/api/session'

export async function updateMe(body: PatchedMeUpdateRequest): Promise<void> {
  const { name, language, theme } = await call('PATCH /api/auth/me/', { body })
  updateSessionUser({ name, language, theme })
}

/** Trocar a senha encerra as outras sessões; esta renova o acesso com o cookie novo. */
export async function changePassword(current: string, next: string): Promise<void> {
  await call('POST /api/auth/password/', {
    body: { current_password: current, new_password: next },
  })
  await refreshSession()
}
