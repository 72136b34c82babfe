/** O que se faz a um grupo. Só tipos. */
import type { GroupDetail, Member } from '@/api/generated/types.gen'

export type GroupAct =
  | { kind: 'edit' | 'add' | 'leave' | 'revokeInvite' }
  | { kind: 'promote' | 'demote' | 'remove'; member: Member; name: string }

export interface GroupDialogProps {
  group: GroupDetail
  onClose: () => void
}
