/** O que se faz a um grupo, num pacote só, pedido quando o primeiro diálogo abre. */
import { useTranslation } from 'react-i18next'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { showToast } from '@/lib/toast'
import { AddMembersDialog } from './add-members-dialog'
import { EditGroupDialog } from './edit-group-dialog'
import type { GroupAct, GroupDialogProps } from './group-act'
import { leaveGroup, makeAdmin, removeAdmin, removeMember, revokeInvite } from './people-api'
import { useGroupScope } from './use-group-scope'

export function GroupDialogs({ act, ...props }: GroupDialogProps & { act: GroupAct }) {
  switch (act.kind) {
    case 'edit':
      return <EditGroupDialog {...props} />
    case 'add':
      return <AddMembersDialog {...props} />
    case 'leave':
    case 'revokeInvite':
      return <Confirm {...props} kind={act.kind} name={props.group.name ?? ''} address="" />
    case 'promote':
    case 'demote':
    case 'remove':
      return <Confirm {...props} kind={act.kind} name={act.name} address={act.member.address} />
  }
}

const CALLS = {
  leave: (group: number) => leaveGroup(group),
  revokeInvite: (group: number) => revokeInvite(group),
  promote: makeAdmin,
  demote: removeAdmin,
  remove: removeMember,
}

interface ConfirmProps extends GroupDialogProps {
  kind: keyof typeof CALLS
  name: string
  address: string
}

/** A consequência em palavras, o nome do ato no botão, e o resultado dito. */
function Confirm({ group, kind, name, address, onClose }: ConfirmProps) {
  const { t } = useTranslation()
  const { run } = useGroupScope(group)
  return (
    <ConfirmDialog
      isOpen
      isDangerous={kind !== 'promote'}
      onClose={onClose}
      title={t(`groups.${kind}.title`, { name })}
      actLabel={t(`groups.${kind}.act`)}
      busyLabel={t(`groups.${kind}.busy`)}
      onConfirm={async () => {
        await run(CALLS[kind](group.id, address))
        showToast(t(`groups.${kind}.done`, { name }))
      }}
    >
      <p>{t(`groups.${kind}.text`, { name })}</p>
    </ConfirmDialog>
  )
}
