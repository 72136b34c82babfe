import { useInfiniteQuery } from '@tanstack/react-query'
import { CircleCheck, CircleHelp, ServerOff } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { Downtime } from '@/api/generated/types.gen'
import { LoadError } from '@/components/load-error'
import { InstanceBadge } from '@/components/status-badge'
import { Badge } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { Empty } from '@/components/ui/empty'
import { LoadMore } from '@/components/ui/load-more'
import { Skeleton } from '@/components/ui/skeleton'
import { useFormat } from '@/hooks/use-format'
import { useNow } from '@/hooks/use-now'
import { formatPhone } from '@/lib/format'
import { paths } from '@/lib/paths'
import { downtimesQuery } from './gateway-api'
import { ReconcileCard } from './reconcile-card'
import { useCanWrite } from './use-can-write'

/** O relato de cada queda, e o botão de repor o que se perdeu nela. */
export function DowntimesTab({ id }: { id: number }) {
  const { t } = useTranslation()
  const canWrite = useCanWrite()
  const query = useInfiniteQuery(downtimesQuery(id))
  const rows = query.data?.pages.flatMap(({ results }) => results) ?? []
  return (
    <div className="flex flex-col gap-3">
      {canWrite ? <ReconcileCard id={id} /> : null}
      {query.isPending ? (
        <Skeleton className="h-64 rounded-control" />
      ) : !query.data ? (
        <LoadError error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Card title={t('instances.downtimesTitle')}>
          {rows.length === 0 ? (
            <Empty kind="done" title={t('instances.downtimesNone')} />
          ) : (
            <ol className="pt-2">
              {rows.map((row) => (
                <DowntimeRow key={`${row.start}-${row.ours}`} row={row} />
              ))}
            </ol>
          )}
          <LoadMore
            hasMore={query.hasNextPage}
            isLoading={query.isFetchingNextPage}
            hasFailed={query.isFetchNextPageError}
            onLoad={() => void query.fetchNextPage()}
          />
        </Card>
      )}
    </div>
  )
}

function DowntimeRow({ row }: { row: Downtime }) {
  const { t } = useTranslation()
  const format = useFormat()
  const now = useNow()
  const end = row.end ? Date.parse(row.end) : now
  const cause =
    row.cause === 'outage' ? t('instances.downCause.outage') : t(`instances.cause.${row.cause}`)
  const told = [
    row.late > 0 ? t('instances.late', { count: row.late }) : null,
    row.recovered > 0 ? t('instances.recovered', { count: row.recovered }) : null,
    row.unfillable > 0 ? t('instances.unfillable', { count: row.unfillable }) : null,
  ].filter(Boolean)
  return (
    <li className="flex flex-col gap-1.5 border-t px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        {row.ours ? (
          <Badge tone="warn" icon={ServerOff}>
            {t('instances.ours')}
          </Badge>
        ) : (
          <InstanceBadge
            state={{
              status: row.status ?? 'disconnected',
              status_reason: row.status_reason,
              last_status: null,
              status_since: null,
            }}
          />
        )}
        <span className="tabular text-sub text-text-2">
          {format.dateTime(row.start)} –{' '}
          {row.end ? format.dateTime(row.end) : t('instances.ongoing')}
        </span>
        <b className="tabular text-sub font-semibold">{format.span(end - Date.parse(row.start))}</b>
        <span className="ml-auto">
          <Badge tone={row.checked ? 'ok' : 'idle'} icon={row.checked ? CircleCheck : CircleHelp}>
            {row.checked ? t('instances.wasChecked') : t('instances.notChecked')}
          </Badge>
        </span>
      </div>
      <p className="text-sub break-words text-text-2">
        {cause}
        {row.message ? `: ${row.message}` : ''}
        {told.length > 0 ? (
          <span className="block font-medium text-text">{told.join(' · ')}</span>
        ) : null}
      </p>
      {row.waiting.length > 0 ? (
        <details>
          <summary className="cursor-pointer py-1 text-sub font-medium text-accent-text">
            {t('instances.whoWaited', { count: row.waiting.length })}
          </summary>
          <ul className="flex flex-col">
            {row.waiting.map(({ chat, chat_id, name, since, messages }) => (
              <li key={chat} className="flex flex-wrap items-baseline gap-x-3 py-1 text-base">
                <Link to={paths.chat(chat)} className="py-1 text-accent-text underline">
                  {name ?? (/^\d+$/.test(chat_id) ? formatPhone(chat_id) : chat_id)}
                </Link>
                <span className="tabular text-sub text-text-2">
                  {format.dateTime(since)} · {t('instances.waitedMessages', { count: messages })}
                </span>
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </li>
  )
}
