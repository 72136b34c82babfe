import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call, SLOW_MS } from '@/api/call'
import { asApiError } from '@/api/errors'
import { queueTotalOptions } from '@/api/gateway-queue'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { QueueQuestion } from '@/components/queue-question'
import { showToast } from '@/lib/toast'
import { useThreadScope } from '../scope'
import type { ActDialogProps } from '../model'

/** Aceita e calada: reiniciar a instância costuma soltar o que o gateway segura. */
export function RestartDialog({ message, onClose }: ActDialogProps) {
  const { t } = useTranslation()
  const { chat } = useThreadScope()
  const queue = useQuery(queueTotalOptions(message.instance))
  // Quem vem de uma mensagem presa quer que ela saia: limpar é escolha, e não o ponto de partida.
  const [clears, setClears] = useState(false)
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t('act.restartTitle', { name: chat.instance_name })}
      actLabel={t('act.restart')}
      busyLabel={t('act.restarting')}
      isWaiting={queue.isPending}
      onConfirm={async () => {
        await call('POST /api/instances/{id}/restart/', {
          path: { id: message.instance },
          body: { clear_queue: clears && (queue.data ?? 0) > 0 },
          timeout: SLOW_MS,
        })
        showToast(t('act.restarted', { name: chat.instance_name }))
      }}
    >
      <p>{t('act.restartText')}</p>
      <QueueQuestion
        count={queue.data}
        error={queue.isError ? asApiError(queue.error).message : null}
        clears={clears}
        onChange={setClears}
      />
    </ConfirmDialog>
  )
}
