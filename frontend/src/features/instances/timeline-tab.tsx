import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { LoadError } from '@/components/load-error'
import { InstanceBadge, useInstanceWord } from '@/components/status-badge'
import { Card } from '@/components/ui/card'
import { Empty } from '@/components/ui/empty'
import { LoadMore } from '@/components/ui/load-more'
import { Skeleton } from '@/components/ui/skeleton'
import { useHasRole } from '@/contexts/auth-context'
import { useFormat } from '@/hooks/use-format'
import { useNow } from '@/hooks/use-now'
import { cn } from '@/lib/cn'
import { paths } from '@/lib/paths'
import { healthOf } from './filters'
import { timelineQuery } from './instances-api'
import type { Transition } from './model'
import { segmentsOf, stretchesOf, type Stretch } from './timeline'

const DAYS = 7
const DAY_MS = 86_400_000

export function TimelineTab({ id }: { id: number }) {
  const { t } = useTranslation()
  const query = useInfiniteQuery(timelineQuery(id))
  const transitions = query.data?.pages.flatMap((page) => page.results) ?? []
  if (query.isPending) {
    return (
      <div className="flex flex-col gap-3">
        <Skeleton className="h-24 rounded-control" />
        {Array.from({ length: 6 }, (_, index) => (
          <Skeleton key={index} className="h-11" />
        ))}
      </div>
    )
  }
  if (query.isError && transitions.length === 0) {
    return <LoadError error={query.error} onRetry={() => void query.refetch()} />
  }
  if (transitions.length === 0) {
    return <Empty kind="nothing" title={t('instances.timelineNone')} />
  }
  return (
    <div className="flex flex-col gap-3">
      <WeekBar transitions={transitions} />
      <Card>
        <ol>
          {stretchesOf(transitions).map((stretch) => (
            <StretchRow key={stretch.id} stretch={stretch} />
          ))}
        </ol>
        <LoadMore
          hasMore={query.hasNextPage}
          isLoading={query.isFetchingNextPage}
          hasFailed={query.isFetchNextPageError}
          onLoad={() => void query.fetchNextPage()}
        />
      </Card>
    </div>
  )
}

const FILL = {
  connected: 'bg-ok',
  attention: 'bg-warn',
  connecting: 'bg-wait',
  disconnected: 'bg-bad',
  neverConnected: 'bg-idle',
}

/** Sete dias numa faixa; a altura também diz o estado, para quem não vê a cor. */
const HEIGHT = {
  connected: 'h-full',
  attention: 'h-3/4',
  connecting: 'h-1/2',
  disconnected: 'h-1/4',
  neverConnected: 'h-1/4',
}

function WeekBar({ transitions }: { transitions: Transition[] }) {
  const { t } = useTranslation()
  const format = useFormat()
  const word = useInstanceWord()
  const now = useNow()
  const from = now - DAYS * DAY_MS
  const segments = segmentsOf(transitions, from, now)
  const up = segments
    .filter(({ status }) => status === 'connected')
    .reduce((sum, { start, end }) => sum + end - start, 0)
  const known = segments
    .filter(({ status }) => status !== null)
    .reduce((sum, { start, end }) => sum + end - start, 0)
  const share = known > 0 ? up / known : 0
  const percent = new Intl.NumberFormat(format.language, {
    style: 'percent',
    maximumFractionDigits: share > 0.99 ? 2 : 0,
  }).format(share)
  return (
    <Card
      title={t('instances.week')}
      actions={
        <span className="tabular text-sub text-text-2">{t('instances.weekUp', { percent })}</span>
      }
    >
      <div className="px-4 pt-1 pb-3">
        <div
          role="img"
          aria-label={t('instances.weekUp', { percent })}
          className="flex h-8 items-end overflow-hidden rounded-chip bg-sunken"
        >
          {segments.map(({ key, status, status_reason, start, end }) => {
            const health = status === null ? null : healthOf({ status, status_reason })
            const label =
              status === null
                ? t('instances.noHistory')
                : word({ status, status_reason, last_status: null, status_since: null })
            return (
              <span
                key={key}
                data-tip={`${label}: ${format.dateTime(new Date(start).toISOString())} – ${format.dateTime(new Date(end).toISOString())}`}
                className="flex h-full items-end"
                style={{ width: `${((end - start) / (now - from)) * 100}%` }}
              >
                {health ? <span className={cn('w-full', FILL[health], HEIGHT[health])} /> : null}
              </span>
            )
          })}
        </div>
        <div aria-hidden className="tabular mt-1 flex justify-between text-meta text-text-3">
          {Array.from({ length: DAYS + 1 }, (_, index) => (
            <span key={index} className={cn(index % 2 === 1 && 'phone:hidden')}>
              {format.shortDay(new Date(from + index * DAY_MS).toISOString())}
            </span>
          ))}
        </div>
      </div>
    </Card>
  )
}

function StretchRow({ stretch }: { stretch: Stretch }) {
  const { t } = useTranslation()
  const format = useFormat()
  const now = useNow()
  const canSeeEvents = useHasRole('admin', 'manager')
  const { status, status_reason, start, end } = stretch
  const iso = new Date(start).toISOString()
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 border-t px-4 py-2.5 first:border-t-0">
      <span className="w-44 shrink-0">
        <InstanceBadge state={{ status, status_reason, last_status: null, status_since: null }} />
      </span>
      <span className="tabular w-56 text-sub text-text-2">
        {format.dateTime(iso)}
        {' – '}
        {end === null ? t('instances.now') : format.dateTime(new Date(end).toISOString())}
      </span>
      <b className="tabular w-16 text-sub font-semibold">{format.span((end ?? now) - start)}</b>
      <span className="min-w-0 flex-1 basis-48 text-sub text-text-2">
        {stretch.cause
          ? stretch.cause === 'webhook' && status === 'connected'
            ? t('instances.causeInferred')
            : t(`instances.cause.${stretch.cause}`)
          : ''}
        {stretch.message ? `: ${stretch.message}` : ''}
        {stretch.event && canSeeEvents ? (
          <>
            {' · '}
            <Link to={paths.event(stretch.event)} className="touch-area text-accent-text underline">
              {t('instances.seeEvent')}
            </Link>
          </>
        ) : null}
      </span>
    </li>
  )
}
