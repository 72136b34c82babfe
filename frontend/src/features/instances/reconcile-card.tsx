import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { CircleCheck, CircleX, Clock, Loader } from 'lucide-react'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { key } from '@/lib/key'
import { call, SLOW_MS } from '@/api/call'
import type { Reconciliation } from '@/api/generated/types.gen'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { LoadMore } from '@/components/ui/load-more'
import { Notice } from '@/components/ui/notice'
import { Select } from '@/components/ui/select'
import { useFormat } from '@/hooks/use-format'
import { useAct } from '@/forms/use-act'
import { runsQuery } from './gateway-api'

const DAYS = { day: 1, week: 7, month: 30 } as const
type Period = keyof typeof DAYS
const PERIODS: readonly {
  value: Period
  text: 'reconcileDay' | 'reconcileWeek' | 'reconcileMonth'
}[] = [
  { value: 'day', text: 'reconcileDay' },
  { value: 'week', text: 'reconcileWeek' },
  { value: 'month', text: 'reconcileMonth' },
]

/** O gateway só guarda 30 dias; um minuto de folga, que o relógio dele não é o nosso. */
function startOf(period: Period): Date {
  return new Date(Date.now() - DAYS[period] * 86_400_000 + 60_000)
}

/** Conferir com o registro do gateway, agora, e o que cada conferência achou. */
export function ReconcileCard({ id }: { id: number }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const act = useAct({ say: (message) => t('instances.actFailed', { message }) })
  const periodId = useId()
  const [period, setPeriod] = useState<Period>('day')
  const [result, setResult] = useState<Reconciliation | null>(null)

  async function reconcile() {
    setResult(null)
    try {
      setResult(
        await call('POST /api/instances/{id}/reconcile/', {
          path: { id },
          body: { start: startOf(period).toISOString() },
          timeout: SLOW_MS,
        }),
      )
    } finally {
      // O que falhou também fica na lista das conferências.
      void client.invalidateQueries({ queryKey: key('instances') })
    }
  }

  return (
    <Card title={t('instances.reconcileTitle')}>
      <p className="px-4 text-sub text-text-2">{t('instances.reconcileText')}</p>
      <div className="flex flex-wrap items-center gap-2 px-4 py-3">
        <label htmlFor={periodId} className="sr-only">
          {t('instances.reconcilePeriod')}
        </label>
        <Select
          id={periodId}
          className="w-48"
          value={period}
          onChange={(event) => {
            setPeriod(event.target.value as Period)
          }}
        >
          {PERIODS.map(({ value, text }) => (
            <option key={value} value={value}>
              {t(`instances.${text}`)}
            </option>
          ))}
        </Select>
        <Button
          disabled={act.isBusy || act.offline !== null}
          data-tip={act.offline ?? undefined}
          isBusy={act.isBusy}
          busyLabel={t('instances.reconciling')}
          onClick={() => void act.run(reconcile)}
        >
          {t('instances.reconcile')}
        </Button>
        <span role="status" className="min-w-0 basis-full empty:hidden">
          {result ? <Outcome run={result} /> : null}
        </span>
        {act.failure ? (
          <Notice tone="bad" role="alert" className="basis-full">
            {act.failure}
          </Notice>
        ) : null}
      </div>
      <Runs id={id} />
    </Card>
  )
}

function useSum(): (run: Reconciliation) => string {
  const { t } = useTranslation()
  const format = useFormat()
  return (run) =>
    t('instances.reconcileSum', {
      found: format.number(run.found),
      here: format.number(run.already_here),
      recovered: format.number(run.recovered),
      unfillable: format.number(run.unfillable),
    })
}

function Outcome({ run }: { run: Reconciliation }) {
  const { t } = useTranslation()
  const sum = useSum()
  if (run.state === 'failed') {
    return (
      <Notice tone="bad">{t('instances.reconcileFailed', { message: run.message ?? '' })}</Notice>
    )
  }
  if (run.state !== 'done') return <Notice tone="wait">{t('instances.reconcileWaiting')}</Notice>
  return (
    <Notice tone={run.unfillable > 0 ? 'warn' : 'ok'} icon={CircleCheck}>
      {sum(run)}
    </Notice>
  )
}

const FACES = {
  waiting: { icon: Clock, tone: 'wait' },
  running: { icon: Loader, tone: 'wait' },
  done: { icon: CircleCheck, tone: 'ok' },
  failed: { icon: CircleX, tone: 'bad' },
} as const

function Runs({ id }: { id: number }) {
  const { t } = useTranslation()
  const format = useFormat()
  const sum = useSum()
  const query = useInfiniteQuery(runsQuery(id))
  const runs = query.data?.pages.flatMap(({ results }) => results) ?? []
  return (
    <details className="border-t px-4 py-2">
      <summary className="cursor-pointer py-1 text-sub font-medium">
        {t('instances.runsTitle')}
      </summary>
      {runs.length === 0 && query.isSuccess ? (
        <p className="py-1 text-sub text-text-2">{t('instances.runsNone')}</p>
      ) : null}
      <ol>
        {runs.map((run) => (
          <li key={run.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-1.5 text-sub">
            <Badge tone={FACES[run.state].tone} icon={FACES[run.state].icon}>
              {t(`instances.runState.${run.state}`)}
            </Badge>
            <span className="tabular text-text-2">
              {format.dateTime(run.created_at)}, {t(`instances.runCause.${run.cause}`)}
            </span>
            <span className="min-w-0 basis-full tablet:basis-auto">
              {run.state === 'failed' ? run.message : sum(run)}
            </span>
          </li>
        ))}
      </ol>
      <LoadMore
        hasMore={query.hasNextPage}
        isLoading={query.isFetchingNextPage}
        hasFailed={query.isFetchNextPageError}
        onLoad={() => void query.fetchNextPage()}
      />
    </details>
  )
}
