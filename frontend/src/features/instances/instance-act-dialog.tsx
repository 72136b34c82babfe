import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { showToast } from '@/components/toast'
import { paths } from '@/lib/paths'
import { deleteInstance, disconnectInstance, restartInstance } from './instances-api'
import type { Instance } from './model'

export type InstanceAct = 'restart' | 'disconnect' | 'delete'

interface InstanceActDialogProps {
  instance: Instance
  act: InstanceAct
  onClose: () => void
}

const CALLS = {
  restart: restartInstance,
  disconnect: disconnectInstance,
  delete: deleteInstance,
}

/** Diz a consequência e o que há na fila antes de fazer; apagar pede o nome. */
export function InstanceActDialog({ instance, act, onClose }: InstanceActDialogProps) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const client = useQueryClient()

  async function run() {
    if (act === 'delete') {
      await deleteInstance(instance.id)
      await navigate(paths.instances)
    } else {
      await CALLS[act](instance.id)
    }
    void client.invalidateQueries({ queryKey: [{ tags: ['instances'] }] })
    showToast(t(`instances.${act}Done`, { name: instance.name }))
  }

  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t(`instances.${act}Title`, { name: instance.name })}
      actLabel={t(`instances.${act}`)}
      busyLabel={t(`instances.${act}Busy`)}
      isDangerous={act !== 'restart'}
      onConfirm={run}
      {...(act === 'delete' ? { typedName: instance.name } : {})}
    >
      <p>{t(`instances.${act}Text`)}</p>
      {instance.outbox_pending > 0 ? (
        <p>{t(`instances.${act}Queue`, { count: instance.outbox_pending })}</p>
      ) : null}
    </ConfirmDialog>
  )
}
