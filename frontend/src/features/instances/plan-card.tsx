import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { key } from '@/lib/key'
import { call, SLOW_MS } from '@/api/call'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { useFormat } from '@/hooks/use-format'
import { useNow } from '@/hooks/use-now'
import { useAct } from '@/forms/use-act'
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
  // Só esta leitura o diz; não se guarda.
  const [autoRenew, setAutoRenew] = useState<boolean | null>(null)
  const act = useAct({ say: (message) => t('instances.actFailed', { message }) })
  const { plan_expires_at: expires, payment_status: payment } = instance

  async function read() {
    const options = { path: { id: instance.id }, timeout: SLOW_MS }
    const told = await call('GET /api/instances/{id}/plan/', options)
    setAutoRenew(told.auto_renew)
    await client.invalidateQueries({ queryKey: key('instances') })
  }

  return (
    <Card
      title={t('instances.plan')}
      actions={
        canWrite ? (
          <Button
            size="small"
            disabled={act.isBusy || act.offline !== null}
            isBusy={act.isBusy}
            busyLabel={t('instances.readingPlan')}
            onClick={() => void act.run(read)}
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
          [
            t('instances.renewal'),
            autoRenew === null ? null : t(`instances.renewalName.${autoRenew ? 'auto' : 'manual'}`),
          ],
        ]}
      />
      {act.failure ? (
        <Notice tone="bad" role="alert" className="mx-4 mb-3">
          {act.failure}
        </Notice>
      ) : null}
    </Card>
  )
}
