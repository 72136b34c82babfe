import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { LoadError } from '@/components/load-error'
import { RelativeTime } from '@/components/relative-time'
import { Empty } from '@/components/ui/empty'
import { Skeleton } from '@/components/ui/skeleton'
import { useFormat } from '@/hooks/use-format'
import { paths } from '@/lib/paths'
import { ActiveFilters } from './active-filters'
import { errorsQuery } from './events-api'
import { isFiltered, toSearch, type EventFilters } from './filters'

/** A busca da API aceita até aqui. */
const MAX_Q = 128

interface ErrorGroupsProps {
  filters: EventFilters
  onFilters: (filters: EventFilters) => void
}

/** Uma linha por erro: quantos pararam nele, desde quando e até quando. */
export function ErrorGroups({ filters, onFilters }: ErrorGroupsProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const query = useQuery(errorsQuery(filters))
  if (query.isPending) {
    return (
      <div aria-busy="true" className="flex flex-1 flex-col gap-2 p-4">
        {Array.from({ length: 5 }, (_, index) => (
          <Skeleton key={index} className="h-16 rounded-control" />
        ))}
      </div>
    )
  }
  if (!query.data) {
    return (
      <LoadError
        error={query.error}
        onRetry={() => void query.refetch()}
        className="min-w-0 flex-1"
      />
    )
  }
  if (query.data.length === 0) {
    return (
      <Empty
        kind={isFiltered(filters) ? 'no-match' : 'done'}
        title={isFiltered(filters) ? t('events.noErrorsHere') : t('events.noErrors')}
        className="flex-1"
        actions={<ActiveFilters filters={filters} onChange={onFilters} />}
      />
    )
  }
  return (
    <ul data-region tabIndex={-1} className="min-w-0 flex-1 overflow-y-auto bg-surface">
      {query.data.map(({ error, n, first_at, last_at, event }) => {
        const list = toSearch({
          ...filters,
          isByError: false,
          q: error.slice(0, MAX_Q),
        })
        return (
          <li
            key={error}
            className="flex flex-wrap items-center gap-x-6 gap-y-1 border-b px-4 py-3"
          >
            <b className="tabular w-14 shrink-0 text-pane font-semibold">{format.number(n)}</b>
            <span className="min-w-0 flex-1 basis-64">
              <Link
                to={paths.events + list}
                className="block font-mono text-sub break-words text-bad hover:underline"
              >
                {error}
              </Link>
              <span className="text-meta text-text-3">
                {t('events.firstAt')} <RelativeTime iso={first_at} /> · {t('events.lastAt')}{' '}
                <RelativeTime iso={last_at} />
              </span>
            </span>
            <Link
              to={paths.event(event)}
              className="inline-flex min-h-6 items-center text-sub text-accent-text hover:underline touch:min-h-11"
            >
              {t('events.newestOfError')}
            </Link>
          </li>
        )
      })}
    </ul>
  )
}
