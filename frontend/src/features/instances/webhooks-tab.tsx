import { useQuery, useQueryClient } from '@tanstack/react-query'
import { CircleAlert, CircleCheck, CircleHelp, TriangleAlert, type LucideIcon } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { asApiError } from '@/api/errors'
import { LoadError } from '@/components/load-error'
import { RelativeTime } from '@/components/relative-time'
import { Badge, type Tone } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { Skeleton } from '@/components/ui/skeleton'
import { useOfflineReason } from '@/forms/use-offline-reason'
import { configureWebhooks, webhooksQuery } from './instances-api'
import type { WebhookRow, WebhookState } from './model'
import { maskSecret } from './facts'
import { useCanWrite } from './use-can-write'
import { WebhookLogs } from './webhook-logs'

const FACES: Record<WebhookState, { icon: LucideIcon; tone: Tone }> = {
  match: { icon: CircleCheck, tone: 'ok' },
  mismatch: { icon: TriangleAlert, tone: 'warn' },
  unknown: { icon: CircleHelp, tone: 'idle' },
  not_stored: { icon: TriangleAlert, tone: 'bad' },
  error: { icon: CircleAlert, tone: 'bad' },
}

/** O que mandamos gravar e o que o gateway diz ter gravado, tipo por tipo. */
export function WebhooksTab({ id }: { id: number }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const canWrite = useCanWrite()
  const offline = useOfflineReason()
  const query = useQuery(webhooksQuery(id))
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const [said, setSaid] = useState('')

  async function configure() {
    setBusy(true)
    setError(null)
    setSaid('')
    try {
      const answer = await configureWebhooks(id)
      client.setQueryData(webhooksQuery(id).queryKey, answer)
      const rows = answer.webhooks
      const good = rows.filter(({ state }) => state === 'match').length
      setSaid(t('instances.webhooksResult', { good, all: rows.length }))
    } catch (failure) {
      setError(asApiError(failure).message)
    } finally {
      setBusy(false)
    }
  }

  if (query.isPending) {
    return (
      <Card>
        {Array.from({ length: 6 }, (_, index) => (
          <div key={index} className="flex h-16 items-center gap-4 border-t px-4 first:border-t-0">
            <Skeleton className="h-5 w-32" />
            <Skeleton className="h-5 flex-1" />
            <Skeleton className="h-5 w-24" />
          </div>
        ))}
      </Card>
    )
  }
  if (!query.data) {
    return <LoadError error={query.error} onRetry={() => void query.refetch()} />
  }
  const rows = query.data.webhooks
  const good = rows.filter(({ state }) => state === 'match').length
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p className="text-sub text-text-2">
          <b className="tabular font-semibold text-text">
            {good}/{rows.length}
          </b>{' '}
          {t('instances.webhooksGood')}
        </p>
        {canWrite ? (
          <Button
            variant="primary"
            disabled={isBusy || offline !== null}
            isBusy={isBusy}
            busyLabel={t('instances.configuring')}
            onClick={() => void configure()}
          >
            {t('instances.configureAll')}
          </Button>
        ) : null}
      </div>
      <span role="status" className="sr-only">
        {said}
      </span>
      {error ? (
        <Notice
          tone="bad"
          role="alert"
          actions={
            <Button size="small" onClick={() => void configure()}>
              {t('common.retry')}
            </Button>
          }
        >
          {t('instances.actFailed', { message: error })}
        </Notice>
      ) : null}
      <Card>
        <ul>
          {rows.map((row) => (
            <WebhookItem key={row.kind} row={row} onRetry={canWrite ? configure : null} />
          ))}
        </ul>
      </Card>
      {canWrite ? <WebhookLogs id={id} /> : null}
    </div>
  )
}

interface WebhookItemProps {
  row: WebhookRow
  onRetry: (() => Promise<void>) | null
}

function WebhookItem({ row, onRetry }: WebhookItemProps) {
  const { t } = useTranslation()
  const { icon, tone } = FACES[row.state]
  const needsRetry = row.state === 'not_stored' || row.state === 'error'
  return (
    <li className="grid gap-x-4 gap-y-1 border-t px-4 py-3 first:border-t-0 tablet:grid-cols-[12rem_1fr_auto]">
      <span>
        <span className="block font-medium">
          {t(`instances.webhook.${row.kind as 'received'}`, { defaultValue: row.kind })}
        </span>
        <span className="block text-meta text-text-3">
          {row.last_event_at ? (
            <>
              {t('instances.lastEventAt')} <RelativeTime iso={row.last_event_at} />
            </>
          ) : (
            t('instances.noEventYet')
          )}
        </span>
      </span>
      <dl className="grid min-w-0 grid-cols-[auto_1fr] gap-x-3 text-meta">
        <dt className="text-text-3">{t('instances.expected')}</dt>
        <dd className="min-w-0 font-mono break-all">{maskSecret(row.expected_url)}</dd>
        <dt className="text-text-3">{t('instances.readBack')}</dt>
        <dd className="min-w-0 font-mono break-all">
          {row.actual_url ? (
            maskSecret(row.actual_url)
          ) : (
            <span className="font-sans text-text-3">
              {row.checked_at ? t('instances.emptyThere') : t('instances.neverRead')}
            </span>
          )}
        </dd>
        {row.message ? (
          <dd className="col-span-2 text-bad">
            {t('instances.gatewaySaid', { message: row.message })}
          </dd>
        ) : null}
      </dl>
      <span className="flex flex-col items-start gap-1 tablet:items-end">
        <Badge tone={tone} icon={icon}>
          {t(`instances.webhookState.${row.state}`)}
        </Badge>
        {row.checked_at ? (
          <span className="text-meta text-text-3">
            {t('instances.checkedAt')} <RelativeTime iso={row.checked_at} />
          </span>
        ) : null}
        {needsRetry && onRetry ? (
          <Button size="inline" variant="link" onClick={() => void onRetry()}>
            {t('common.retry')}
          </Button>
        ) : null}
      </span>
    </li>
  )
}
