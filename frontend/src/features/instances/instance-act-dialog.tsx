import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { key } from '@/lib/key'
import { call, SLOW_MS } from '@/api/call'
import { asApiError } from '@/api/errors'
import { queueTotalOptions } from '@/api/gateway-queue'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { QueueQuestion } from '@/components/queue-question'
import { showToast } from '@/lib/toast'
import { Checkbox } from '@/components/ui/checkbox'
import { useHasRole } from '@/contexts/auth-context'
import { paths } from '@/lib/paths'
import { accountQuery } from './gateway-api'
import { restartInstance } from './instances-api'
import type { Instance } from './model'

export type InstanceAct = 'restart' | 'disconnect' | 'delete'

interface InstanceActDialogProps {
  instance: Instance
  act: InstanceAct
  onClose: () => void
}

/** Diz a consequência e o que há nas duas filas antes de fazer; apagar pede o nome. */
export function InstanceActDialog({ instance, act, onClose }: InstanceActDialogProps) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const client = useQueryClient()
  const isDelete = act === 'delete'
  const isAdmin = useHasRole('admin')
  const [clearsQueue, setClearsQueue] = useState(true)
  const [isEverywhere, setEverywhere] = useState(false)
  const queue = useQuery({ ...queueTotalOptions(instance.id), enabled: !isDelete })
  const account = useQuery({ ...accountQuery(), enabled: isDelete && isAdmin })
  const hasAccount = Boolean(account.data?.family)
  const queued = queue.data ?? 0

  async function run() {
    if (isDelete) {
      await call('DELETE /api/instances/{id}/', {
        path: { id: instance.id },
        query: { at_gateway: isEverywhere },
        timeout: SLOW_MS,
      })
      await navigate(paths.instances)
    } else if (act === 'restart') {
      await restartInstance(instance.id, queued > 0 && clearsQueue)
    } else {
      await call('POST /api/instances/{id}/disconnect/', {
        path: { id: instance.id },
        body: { clear_queue: queued > 0 && clearsQueue },
        timeout: SLOW_MS,
      })
    }
    void client.invalidateQueries({ queryKey: key('instances') })
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
      isWaiting={!isDelete && queue.isPending}
      onConfirm={run}
      {...(isDelete ? { typedName: instance.name } : {})}
    >
      <p>{isDelete && hasAccount ? t('instances.deleteTextHere') : t(`instances.${act}Text`)}</p>
      {instance.outbox_pending > 0 ? (
        <p>{t(`instances.${act}Queue`, { count: instance.outbox_pending })}</p>
      ) : null}
      {isDelete ? (
        hasAccount ? (
          <div>
            <Checkbox
              label={t('instances.deleteAtGateway')}
              checked={isEverywhere}
              onChange={(event) => {
                setEverywhere(event.target.checked)
              }}
            />
            <p className="pl-6 text-meta text-text-3">{t('instances.deleteAtGatewayHint')}</p>
          </div>
        ) : null
      ) : (
        <QueueQuestion
          count={queue.data}
          error={queue.isError ? asApiError(queue.error).message : null}
          clears={clearsQueue}
          onChange={setClearsQueue}
        />
      )}
    </ConfirmDialog>
  )
}
