import { useTranslation } from 'react-i18next'
import { call, SLOW_MS } from '@/api/call'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { useThreadScope } from '../scope'
import type { ActDialogProps } from '../model'

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
        actions.patch(
          await call('POST /api/mensagens/{id}/revoke/', {
            path: { id: message.id },
            timeout: SLOW_MS,
          }),
        )
      }}
    >
      <p>{t('act.revokeText')}</p>
    </ConfirmDialog>
  )
}
