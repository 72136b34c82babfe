/** O que se pode fazer a um grupo daqui, e por que não. Puro: as palavras são de quem mostra. */
import type { GroupDetail, Member } from '@/api/generated/types.gen'

export type GroupReason = 'onlyManagers' | 'offline' | 'left' | 'notAdmin' | 'isOwner' | 'isMe'

interface Who {
  isManager: boolean
  isOnline: boolean
}

/** Para sair, trocar membros, regras e convite. `is_admin` nulo: não se sabe, e quem diz é o gateway. */
function basicReason(group: GroupDetail, { isManager, isOnline }: Who): GroupReason | null {
  if (!isManager) return 'onlyManagers'
  if (group.left_at) return 'left'
  return isOnline ? null : 'offline'
}

export function leaveReason(group: GroupDetail, who: Who): GroupReason | null {
  return basicReason(group, who)
}

export function adminReason(group: GroupDetail, who: Who): GroupReason | null {
  return basicReason(group, who) ?? (group.is_admin === false ? 'notAdmin' : null)
}

/** Nome, descrição e foto: num grupo aberto qualquer membro muda. */
export function editReason(group: GroupDetail, who: Who): GroupReason | null {
  const basic = basicReason(group, who)
  if (basic) return basic
  return group.is_admin === false && group.restrict !== false ? 'notAdmin' : null
}

export function memberReason(group: GroupDetail, member: Member, who: Who): GroupReason | null {
  return (
    adminReason(group, who) ?? (member.is_me ? 'isMe' : member.is_super_admin ? 'isOwner' : null)
  )
}

/** Só o que mudou vai: cada campo é uma chamada ao gateway. */
export function changesOf<T extends object>(before: T, after: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(after).filter(([name, value]) => before[name as keyof T] !== value),
  ) as Partial<T>
}
