import { useTranslation } from 'react-i18next'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { revokeMessage } from '../chats-api'
import { useThreadScope } from '../thread/thread-context'
import type { ActDialogProps } from './act-dialogs'

export function RevokeDialog({ message, onClose }: ActDialogProps) {
  const { t } = useTranslation()
  const { actions } = useThreadScope()
  return (
    <ConfirmDialog
      isOpen
      isDangerous
      onClose={onClose}
      title={t('act.revokeTitle')}
      actLabel={t('act.revoke')}
      busyLabel={t('act.revoking')}
      onConfirm={async () => {
        actions.patch(await revokeMessage(message.id))
      }}
    >
      <p>{t('act.revokeText')}</p>
    </ConfirmDialog>
  )
}
