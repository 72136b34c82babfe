import { useQuery, useQueryClient } from '@tanstack/react-query'
import { OctagonPause } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { call, SLOW_MS } from '@/api/call'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { useNow } from '@/hooks/use-now'
import { formatClock } from '@/lib/format'
import { useAct } from '@/forms/use-act'
import { sendingQuery } from './gateway-api'
import { useCanWrite } from './use-can-write'

/** «Envios pausados: 5 falhas seguidas. Nova tentativa em 0:40 [Tentar agora]»; nada, se não estão. */
export function BreakerNotice({ id }: { id: number }) {
  const { data } = useQuery(sendingQuery(id))
  if (!data?.breaker_opened_at) return null
  return <Paused id={id} failures={data.breaker_failures} nextTryAt={data.breaker_next_try_at} />
}

interface PausedProps {
  id: number
  failures: number
  nextTryAt: string | null
}

function Paused({ id, failures, nextTryAt }: PausedProps) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const canWrite = useCanWrite()
  const act = useAct({ say: (message) => t('instances.actFailed', { message }) })
  const now = useNow('second')
  const left = nextTryAt ? Math.ceil((Date.parse(nextTryAt) - now) / 1000) : 0

  async function resume() {
    const options = { path: { id }, timeout: SLOW_MS }
    client.setQueryData(
      sendingQuery(id).queryKey,
      await call('POST /api/instances/{id}/sending/resume/', options),
    )
  }

  return (
    <Notice
      tone="warn"
      icon={OctagonPause}
      actions={
        canWrite ? (
          <Button
            size="small"
            disabled={act.isBusy || act.offline !== null}
            isBusy={act.isBusy}
            busyLabel={t('instances.tryingNow')}
            onClick={() => void act.run(resume)}
          >
            {t('instances.tryNow')}
          </Button>
        ) : null
      }
    >
      {t('instances.breakerPaused', { count: failures })}{' '}
      {/* Os segundos se veem; não se anunciam. */}
      <span className="tabular">
        {left > 0
          ? t('instances.breakerNext', { clock: formatClock(left) })
          : t('instances.breakerTrying')}
      </span>
      {act.failure ? (
        <span role="alert" className="block">
          {act.failure}
        </span>
      ) : null}
    </Notice>
  )
}
