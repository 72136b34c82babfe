import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { key } from '@/lib/key'
import { call, SLOW_MS } from '@/api/call'
import { asApiError } from '@/api/errors'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { useFormat } from '@/hooks/use-format'
import { useNow } from '@/hooks/use-now'
import { useOfflineReason } from '@/forms/use-offline-reason'
import { Facts } from './facts'
import type { Instance } from './model'
import { useCanWrite } from './use-can-write'

/** O plano como foi lido da última vez, e o botão de ler de novo. */
export function PlanCard({ instance }: { instance: Instance }) {
  const { t } = useTranslation()
  const format = useFormat()
  const now = useNow()
  const client = useQueryClient()
  const canWrite = useCanWrite()
  const offline = useOfflineReason()
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const { plan_expires_at: expires, payment_status: payment } = instance

  async function read() {
    setBusy(true)
    setError(null)
    try {
      await call('GET /api/instances/{id}/plan/', { path: { id: instance.id }, timeout: SLOW_MS })
      await client.invalidateQueries({ queryKey: key('instances') })
    } catch (failure) {
      setError(asApiError(failure).message)
    } finally {
      setBusy(false)
    }
  }

  return (
    <Card
      title={t('instances.plan')}
      actions={
        canWrite ? (
          <Button
            size="small"
            disabled={isBusy || offline !== null}
            isBusy={isBusy}
            busyLabel={t('instances.readingPlan')}
            onClick={() => void read()}
          >
            {t('instances.readPlan')}
          </Button>
        ) : null
      }
    >
      <Facts
        rows={[
          [t('instances.plan'), t(`instances.planName.${instance.plan ?? 'unknown'}`)],
          [
            expires && Date.parse(expires) <= now
              ? t('instances.planExpired')
              : t('instances.planExpires'),
            expires ? (
              <span key="expires">
                {format.date(expires)} ({format.relative(expires, now)})
              </span>
            ) : null,
          ],
          [
            t('instances.payment'),
            payment === 'active' ? t('instances.paymentName.active') : payment,
          ],
        ]}
      />
      {error ? (
        <Notice tone="bad" role="alert" className="mx-4 mb-3">
          {t('instances.actFailed', { message: error })}
        </Notice>
      ) : null}
    </Card>
  )
}
