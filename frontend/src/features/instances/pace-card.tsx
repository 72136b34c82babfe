import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { call } from '@/api/call'
import type { PatchedPaceRequest } from '@/api/generated/types.gen'
import { LoadError } from '@/components/load-error'
import { Card } from '@/components/ui/card'
import { SavedField } from '@/components/ui/saved-field'
import { Skeleton } from '@/components/ui/skeleton'
import { useFormat } from '@/hooks/use-format'
import { useOfflineReason } from '@/forms/use-offline-reason'
import { Facts } from './facts'
import { sendingQuery } from './gateway-api'
import { useCanWrite } from './use-can-write'

/** O ritmo e o teto dos envios, e quanto já se gastou deles hoje. */
export function PaceCard({ id }: { id: number }) {
  const { t } = useTranslation()
  const format = useFormat()
  const client = useQueryClient()
  const canWrite = useCanWrite()
  const offline = useOfflineReason()
  const query = useQuery(sendingQuery(id))
  if (query.isPending) return <Skeleton className="h-64 rounded-control" />
  if (!query.data) return <LoadError error={query.error} onRetry={() => void query.refetch()} />
  const sending = query.data
  const cap = sending.daily_cap || null

  const save = (name: keyof PatchedPaceRequest) => async (text: string) => {
    const value = text === '' ? null : Number(text)
    if (value !== null && !(Number.isInteger(value) && value >= 0)) {
      throw new Error(t('instances.badNumber'))
    }
    const saved = await call('PATCH /api/instances/{id}/sending/', {
      path: { id },
      body: { [name]: value },
    })
    client.setQueryData(sendingQuery(id).queryKey, saved)
  }

  const hint = (isOwn: boolean, how: string) => (isOwn ? how : `${t('instances.isDefault')} ${how}`)

  return (
    <Card title={t('instances.sendingTitle')}>
      <Facts
        rows={[
          [
            t('instances.sentToday'),
            cap === null
              ? format.number(sending.sent_today)
              : t('instances.sentOf', {
                  sent: format.number(sending.sent_today),
                  cap: format.number(cap),
                }),
          ],
          [t('instances.waitingSends'), format.number(sending.waiting)],
          [t('instances.scheduledSends'), format.number(sending.scheduled)],
          ...(canWrite
            ? []
            : ([
                [t('instances.interval'), `${format.number(sending.interval_ms)} ms`],
                [t('instances.dailyCap'), cap === null ? t('instances.noCap') : format.number(cap)],
              ] as [string, string][])),
        ]}
      />
      {canWrite ? (
        <div className="flex flex-col gap-4 border-t px-4 pt-3 pb-4">
          <SavedField
            label={t('instances.interval')}
            hint={hint(sending.interval_is_own, t('instances.intervalHint'))}
            value={String(sending.interval_ms)}
            inputMode="numeric"
            disabledReason={offline}
            onSave={save('interval_ms')}
          />
          <SavedField
            label={t('instances.dailyCap')}
            hint={hint(sending.daily_cap_is_own, t('instances.capHint'))}
            value={sending.daily_cap === null ? '0' : String(sending.daily_cap)}
            inputMode="numeric"
            disabledReason={offline}
            onSave={save('daily_cap')}
          />
        </div>
      ) : null}
    </Card>
  )
}
