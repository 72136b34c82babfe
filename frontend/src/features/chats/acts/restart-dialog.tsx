import { useTranslation } from 'react-i18next'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { showToast } from '@/components/toast'
import { restartInstance } from '../chats-api'
import { useThreadScope } from '../thread/thread-context'
import type { ActDialogProps } from './act-dialogs'

/** Aceita e calada: reiniciar a instância costuma soltar o que o gateway segura. */
export function RestartDialog({ message, onClose }: ActDialogProps) {
  const { t } = useTranslation()
  const { chat } = useThreadScope()
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t('act.restartTitle', { name: chat.instance_name })}
      actLabel={t('act.restart')}
      busyLabel={t('act.restarting')}
      onConfirm={async () => {
        await restartInstance(message.instance)
        showToast(t('act.restarted', { name: chat.instance_name }))
      }}
    >
      <p>{t('act.restartText')}</p>
    </ConfirmDialog>
  )
}
