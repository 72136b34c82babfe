import { authMeUpdate, authPassword } from '@/api/generated/sdk.gen'
import type { PatchedMeUpdateRequest } from '@/api/generated/types.gen'
import { refreshSession, updateSessionUser } from '@/api/session'

export async function updateMe(body: PatchedMeUpdateRequest): Promise<void> {
  const { data } = await authMeUpdate({ body })
  updateSessionUser({ name: data.name, language: data.language, theme: data.theme })
}

/** Trocar a senha encerra as outras sessões; esta renova o acesso com o cookie novo. */
export async function changePassword(current: string, next: string): Promise<void> {
  await authPassword({ body: { current_password: current, new_password: next } })
  await refreshSession()
}
