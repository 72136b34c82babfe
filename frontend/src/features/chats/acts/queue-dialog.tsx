import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { key } from '@/lib/key'
import { fetchGatewayQueue } from '@/api/gateway-queue'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Notice } from '@/components/ui/notice'
import { Skeleton } from '@/components/ui/skeleton'
import { formatPhone } from '@/lib/format'
import { useThreadScope } from '../scope'
import type { ActDialogProps } from '../model'
import { wordsOf } from './act-notes'

/** O que o gateway diz que ainda tem a enviar por esta instância, perguntado agora. */
export function QueueDialog({ message, onClose }: ActDialogProps) {
  const { t } = useTranslation()
  const { chat } = useThreadScope()
  const { data, error, refetch } = useQuery({
    queryKey: key('gateway-queue', 'first', { instance: message.instance }),
    queryFn: ({ signal }) => fetchGatewayQueue(message.instance, { limit: 50, signal }),
    staleTime: 0,
    retry: false,
  })
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('act.queueTitle', { name: chat.instance_name })}
      footer={<Button onClick={() => void refetch()}>{t('act.askAgain')}</Button>}
    >
      {error ? (
        <Notice tone="bad" role="alert">
          {wordsOf(error) ?? t('outcome.actOffline')}
        </Notice>
      ) : !data ? (
        <Skeleton className="h-20 w-full" />
      ) : (
        <div className="flex flex-col gap-3">
          <p className="text-base">
            {data.total === 0 ? t('act.queueEmpty') : t('act.queueCount', { count: data.total })}
          </p>
          <ul className="flex flex-col">
            {data.results.map((row, index) => (
              <li key={row.inserted_id ?? index} className="border-b py-2 text-sub">
                <span className="tabular text-text-3">
                  {row.phone && /^\d+$/.test(row.phone) ? formatPhone(row.phone) : row.phone}
                </span>{' '}
                <span className="break-words">{row.text}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </Dialog>
  )
}
