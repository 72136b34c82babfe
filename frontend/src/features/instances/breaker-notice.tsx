import { useQuery, useQueryClient } from '@tanstack/react-query'
import { OctagonPause } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call, SLOW_MS } from '@/api/call'
import { asApiError } from '@/api/errors'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { useNow } from '@/hooks/use-now'
import { formatClock } from '@/lib/format'
import { useOfflineReason } from '@/forms/use-offline-reason'
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
  const offline = useOfflineReason()
  const now = useNow('second')
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const left = nextTryAt ? Math.ceil((Date.parse(nextTryAt) - now) / 1000) : 0

  async function resume() {
    setBusy(true)
    setError(null)
    try {
      client.setQueryData(
        sendingQuery(id).queryKey,
        await call('POST /api/instances/{id}/sending/resume/', {
          path: { id },
          timeout: SLOW_MS,
        }),
      )
    } catch (failure) {
      setError(asApiError(failure).message)
    } finally {
      setBusy(false)
    }
  }

  return (
    <Notice
      tone="warn"
      icon={OctagonPause}
      actions={
        canWrite ? (
          <Button
            size="small"
            disabled={isBusy || offline !== null}
            isBusy={isBusy}
            busyLabel={t('instances.tryingNow')}
            onClick={() => void resume()}
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
      {error ? (
        <span role="alert" className="block">
          {t('instances.actFailed', { message: error })}
        </span>
      ) : null}
    </Notice>
  )
}
