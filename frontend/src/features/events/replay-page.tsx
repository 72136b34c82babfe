import { useQuery, useQueryClient } from '@tanstack/react-query'
import { CircleCheck, CircleSlash, RotateCw } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useParams } from 'react-router'
import { call } from '@/api/call'
import { asApiError } from '@/api/errors'
import { BackLink } from '@/components/back-link'
import { LoadError } from '@/components/load-error'
import { PageHeader, PageTitle } from '@/components/page-header'
import { showErrorToast } from '@/lib/toast'
import { Badge } from '@/components/ui/badge'
import { Button, buttonStyles } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Skeleton } from '@/components/ui/skeleton'
import { useFormat } from '@/hooks/use-format'
import { paths } from '@/lib/paths'
import { replayQuery } from './events-api'
import type { ReplayJob } from './model'

const POLL_MS = 1_000

/** Um reprocessamento em massa: segue sem esta página, que só o acompanha. */
export function ReplayPage() {
  const { t } = useTranslation()
  const id = Number(useParams()['replayId'])
  const query = useQuery({
    ...replayQuery(id),
    enabled: id > 0,
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? POLL_MS : false),
  })
  const title = t('events.replayTitle', { id })
  return (
    <>
      <PageTitle parts={[title, t('events.title')]} />
      <PageHeader
        title={title}
        back={<BackLink to={paths.events} label={t('events.backToEvents')} />}
      />
      <div className="flex-1 overflow-y-auto p-4">
        <div className="mx-auto max-w-xl">
          {query.isPending && id > 0 ? (
            <Skeleton className="h-44 rounded-control" />
          ) : query.data ? (
            <JobCard job={query.data} />
          ) : (
            <LoadError
              error={id > 0 ? query.error : { status: 404 }}
              onRetry={() => void query.refetch()}
            />
          )}
        </div>
      </div>
    </>
  )
}

const FACES = {
  running: { icon: RotateCw, tone: 'wait' },
  done: { icon: CircleCheck, tone: 'ok' },
  cancelled: { icon: CircleSlash, tone: 'idle' },
} as const

function JobCard({ job }: { job: ReplayJob }) {
  const { t } = useTranslation()
  const format = useFormat()
  const client = useQueryClient()
  const [isCancelling, setCancelling] = useState(false)
  const percent = job.total > 0 ? Math.min(100, (job.done / job.total) * 100) : 100
  const { icon, tone } = FACES[job.state]

  async function cancel() {
    setCancelling(true)
    try {
      const cancelled = await call('POST /api/events/replays/{id}/cancel/', {
        path: { id: job.id },
      })
      client.setQueryData(replayQuery(job.id).queryKey, cancelled)
    } catch (error) {
      showErrorToast(asApiError(error).message)
    } finally {
      setCancelling(false)
    }
  }

  return (
    <Card className="gap-3 p-4">
      <div className="flex items-center justify-between gap-2">
        <Badge tone={tone} icon={icon}>
          {t(`events.job.${job.state}`)}
        </Badge>
        {job.state === 'running' ? (
          <Button
            size="small"
            isBusy={isCancelling}
            busyLabel={t('events.cancelling')}
            onClick={() => void cancel()}
          >
            {t('events.cancelReplay')}
          </Button>
        ) : null}
      </div>
      <p className="tabular text-page font-semibold">
        {t('events.progress', { done: format.number(job.done), total: format.number(job.total) })}
      </p>
      <div
        role="progressbar"
        aria-label={t('events.progressLabel')}
        aria-valuemin={0}
        aria-valuemax={job.total}
        aria-valuenow={job.done}
        className="h-2 overflow-hidden rounded-chip bg-sunken"
      >
        <span
          className="forced-border block h-full bg-accent transition-[width] duration-[180ms]"
          style={{ width: `${percent}%` }}
        />
      </div>
      <p className="text-sub text-text-2">
        {job.state === 'running'
          ? t('events.jobRunningText')
          : job.state === 'done'
            ? t('events.jobDoneText')
            : t('events.jobCancelledText')}
      </p>
      <div className="flex flex-wrap items-center justify-between gap-2 border-t pt-3">
        <span className={job.failed > 0 ? 'text-bad' : 'text-text-2'}>
          {job.failed > 0
            ? t('events.failedAgain', { count: job.failed, n: format.number(job.failed) })
            : t('events.noneFailedAgain')}
        </span>
        <Link
          to={job.failed > 0 ? `${paths.events}?state=failed` : paths.events}
          className={buttonStyles({ size: 'small' })}
        >
          {job.failed > 0 ? t('events.seeFailed') : t('events.backToEvents')}
        </Link>
      </div>
    </Card>
  )
}
