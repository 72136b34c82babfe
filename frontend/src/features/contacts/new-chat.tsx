import { useTranslation } from 'react-i18next'
import { useHasRole } from '@/contexts/auth-context'
import { closeNewChat, openNewChat, type NewChat } from '@/lib/new-chat'
import { NewChatDialog } from './new-chat-dialog'
import { NewGroupDialog } from './new-group-dialog'

/** O diálogo que o shell abre por cima de qualquer página: uma conversa nova, ou um grupo. */
export function NewChatOverlay({ asked }: { asked: NewChat }) {
  const { t } = useTranslation()
  const isManager = useHasRole('admin', 'manager')
  const { kind, phone, instance } = asked
  if (kind === 'group' && isManager)
    return <NewGroupDialog instance={instance} onClose={closeNewChat} />
  return (
    <NewChatDialog
      phone={phone}
      instance={instance}
      groupReason={isManager ? null : t('contacts.newGroupOnlyManagers')}
      onGroup={() => {
        openNewChat({ kind: 'group', instance })
      }}
      onClose={closeNewChat}
    />
  )
}
