import { useQuery } from '@tanstack/react-query'
import { ShieldCheck } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { call } from '@/api/call'
import { key } from '@/lib/key'
import { asApiError } from '@/api/errors'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Notice } from '@/components/ui/notice'
import { Skeleton } from '@/components/ui/skeleton'
import { useFormat } from '@/hooks/use-format'
import { paths } from '@/lib/paths'
import { isFiltered, NO_FILTERS, toApi, type EventFilters } from './filters'
import type { ReplaySelection } from './model'
import { useKindName } from './use-reason'

export type ReplayScope = 'selection' | 'filter' | 'failures'

interface ReplayDialogProps {
  initialScope: ReplayScope
  filters: EventFilters
  selected: number[]
  onClose: () => void
}

/** O que vai ser reprocessado, antes: quantos, de que tipo, de quem, e por que não faz mal. */
export function ReplayDialog({ initialScope, filters, selected, onClose }: ReplayDialogProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const kindName = useKindName()
  const navigate = useNavigate()
  const [scope, setScope] = useState<ReplayScope>(
    initialScope === 'filter' && !isFiltered(filters) ? 'failures' : initialScope,
  )
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const selection: ReplaySelection =
    scope === 'selection'
      ? { ids: selected }
      : scope === 'filter'
        ? toApi(filters)
        : toApi({
            ...NO_FILTERS,
            states: ['failed'],
            instance: filters.instance,
            after: filters.after,
          })
  const preview = useQuery({
    queryKey: key('events', 'preview', selection),
    queryFn: ({ signal }) => call('POST /api/events/replay/preview/', { body: selection, signal }),
    staleTime: 0,
    meta: { live: 'self' },
  })
  const { data } = preview
  const count = data?.total ?? 0

  async function start() {
    setBusy(true)
    setError(null)
    try {
      const job = await call('POST /api/events/replay/', { body: selection })
      await navigate(paths.eventReplay(job.id))
    } catch (failure) {
      setError(asApiError(failure).message)
      setBusy(false)
    }
  }

  const scopes: [ReplayScope, string, boolean][] = [
    ['selection', t('events.scopeSelection', { count: selected.length }), selected.length > 0],
    ['filter', t('events.scopeFilter'), isFiltered(filters)],
    [
      'failures',
      filters.after
        ? t('events.scopeFailuresSince', { time: format.dateTime(filters.after) })
        : t('events.scopeFailures'),
      true,
    ],
  ]

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('events.replayMany')}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button
            variant="primary"
            disabled={isBusy || count === 0}
            isBusy={isBusy}
            busyLabel={t('events.starting')}
            onClick={() => void start()}
          >
            {t('events.replayN', { count, n: format.number(count) })}
          </Button>
        </>
      }
    >
      <fieldset className="flex flex-col gap-1">
        <legend className="mb-1 text-sub font-medium">{t('events.which')}</legend>
        {scopes
          .filter(([, , isPossible]) => isPossible)
          .map(([value, label]) => (
            <label
              key={value}
              className="flex min-h-8 cursor-pointer items-center gap-2 touch:min-h-11"
            >
              <input
                type="radio"
                name="scope"
                checked={scope === value}
                onChange={() => {
                  setScope(value)
                }}
                className="size-4 accent-accent"
              />
              {label}
            </label>
          ))}
      </fieldset>
      <div className="mt-3 min-h-28" aria-live="polite">
        {preview.isPending ? (
          <Skeleton className="h-24" />
        ) : preview.isError ? (
          <Notice
            tone="bad"
            actions={
              <Button size="small" onClick={() => void preview.refetch()}>
                {t('common.retry')}
              </Button>
            }
          >
            {asApiError(preview.error).message}
          </Notice>
        ) : count === 0 ? (
          <p className="text-text-2">{t('events.nothingToReplay')}</p>
        ) : (
          <>
            <p className="text-pane font-semibold">
              {t('events.replayQuestion', { count, n: format.number(count) })}
            </p>
            <dl className="mt-2 grid gap-x-6 gap-y-2 text-sub tablet:grid-cols-2">
              <Breakdown
                title={t('events.byKind')}
                rows={Object.entries(data?.by_kind ?? {}).map(([kind, n]) => ({
                  name: kindName(kind),
                  n,
                }))}
              />
              <Breakdown
                title={t('events.byInstance')}
                rows={(data?.by_instance ?? []).map(({ instance, name, n }) => ({
                  name: name ?? `#${instance}`,
                  n,
                }))}
              />
            </dl>
            <Notice tone="ok" icon={ShieldCheck} className="mt-3">
              {t('events.replaySafe')}
            </Notice>
          </>
        )}
        {error ? (
          <Notice tone="bad" role="alert" className="mt-3">
            {error}
          </Notice>
        ) : null}
      </div>
    </Dialog>
  )
}

interface BreakdownProps {
  title: string
  rows: { name: string; n: number }[]
}

function Breakdown({ title, rows }: BreakdownProps) {
  const format = useFormat()
  return (
    <div>
      <dt className="text-text-3">{title}</dt>
      {[...rows]
        .sort((a, b) => b.n - a.n)
        .slice(0, 6)
        .map(({ name, n }) => (
          <dd key={name} className="flex justify-between gap-3">
            <span className="truncate">{name}</span>
            <b className="tabular font-semibold">{format.number(n)}</b>
          </dd>
        ))}
    </div>
  )
}
