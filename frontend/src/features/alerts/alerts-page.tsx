import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Settings2 } from 'lucide-react'
import { useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate, useParams, useSearchParams } from 'react-router'
import { instanceOptions } from '@/api/instance-options'
import { LoadError } from '@/components/load-error'
import { PageHeader, PageTitle } from '@/components/page-header'
import { Button, buttonStyles } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { FilterChip, RemovableChip } from '@/components/ui/filter-chip'
import { LoadMore } from '@/components/ui/load-more'
import { useHasRole } from '@/contexts/auth-context'
import { useFormat } from '@/hooks/use-format'
import { usePhone } from '@/hooks/use-media-query'
import { useRowKeys } from '@/hooks/use-row-keys'
import { useShortcuts } from '@/hooks/use-shortcuts'
import { paths } from '@/lib/paths'
import { AlertList, AlertListSkeleton } from './alert-list'
import { AlertPane } from './alert-pane'
import { activeAlertsQuery, resolvedAlertsQuery } from './alerts-api'
import { mostUrgentFirst, parseStates, sinceOf, STATES, type Alert, type StateName } from './model'
import { alertCountsQuery } from './use-open-alerts'

export function AlertsPage() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const isPhone = usePhone()
  const isManager = useHasRole('admin', 'manager')
  const params = useParams()
  const [search, setSearch] = useSearchParams()
  const filterText = search.toString()
  const states = useMemo(() => parseStates(new URLSearchParams(filterText)), [filterText])
  const instance = Number(search.get('instance')) || null
  const openId = params['alertId'] === undefined ? null : Number(params['alertId'])
  const listRef = useRef<HTMLDivElement>(null)
  const filterRef = useRef<HTMLDivElement>(null)
  const counts = useQuery(alertCountsQuery())
  const active = useQuery(activeAlertsQuery(instance))
  const resolved = useInfiniteQuery(resolvedAlertsQuery(instance))
  const names = useQuery({ ...instanceOptions(), enabled: instance !== null })
  const suffix = filterText ? `?${filterText}` : ''
  const hrefOf = (id: number) => paths.alert(id) + suffix
  const close = () => void navigate(paths.alerts + suffix)

  const wanted = (state: StateName) => states.length === 0 || states.includes(state)
  const shown = (active.data ?? []).filter(({ state }) => wanted(state)).sort(mostUrgentFirst)
  const past = resolved.data?.pages.flatMap(({ results }) => results) ?? []
  const showsActive = states.length === 0 || states.some((state) => state !== 'resolved')

  function toggle(state: StateName) {
    const next = states.includes(state)
      ? states.filter((other) => other !== state)
      : [...states, state]
    setSearch(
      (current) => {
        const changed = new URLSearchParams(current)
        if (next.length > 0) changed.set('state', next.join(','))
        else changed.delete('state')
        return changed
      },
      { replace: true },
    )
  }

  useRowKeys(listRef)
  useShortcuts([
    {
      keys: 'e',
      run: () => {
        const row = document.activeElement?.closest('[data-alert]')
        const button = row?.querySelector<HTMLElement>('[data-acknowledge]')
        button?.click()
        return button !== undefined && button !== null
      },
    },
    {
      keys: 'f',
      run: () => {
        filterRef.current?.querySelector<HTMLElement>('button')?.focus()
      },
    },
    {
      keys: 'Escape',
      run: () => {
        if (openId === null) return false
        close()
        return true
      },
    },
  ])

  const pane =
    openId === null ? null : (
      <AlertPane key={openId} id={openId} isPhone={isPhone} onClose={close} />
    )
  if (isPhone && pane) return pane

  return (
    <>
      <PageTitle parts={[t('alerts.title')]} />
      <PageHeader
        title={t('alerts.title')}
        actions={
          isManager ? (
            <Link to={paths.alertRules} className={buttonStyles()}>
              <Settings2 aria-hidden className="size-4" strokeWidth={1.75} />
              {t('alerts.rules')}
            </Link>
          ) : null
        }
      />
      <div
        ref={filterRef}
        role="group"
        aria-label={t('alerts.states')}
        className="flex shrink-0 flex-wrap items-center gap-2 border-b bg-surface px-4 py-2"
      >
        {STATES.map((state) => (
          <FilterChip
            key={state}
            isActive={states.includes(state)}
            count={state === 'resolved' ? null : (counts.data?.[state] ?? null)}
            onClick={() => {
              toggle(state)
            }}
          >
            {t(`alerts.chip.${state}`)}
          </FilterChip>
        ))}
        {instance === null ? null : (
          <InstanceChip
            name={names.data?.find(({ id }) => id === instance)?.name ?? `#${instance}`}
            onRemove={() => {
              search.delete('instance')
              setSearch(search, { replace: true })
            }}
          />
        )}
      </div>
      <div className="flex min-h-0 flex-1">
        <div ref={listRef} className="min-w-0 flex-1 overflow-y-auto" data-region tabIndex={-1}>
          {active.isError && active.data ? (
            <LoadError error={active.error} isBanner onRetry={() => void active.refetch()} />
          ) : null}
          {showsActive ? (
            active.isPending ? (
              <AlertListSkeleton />
            ) : !active.data ? (
              <LoadError error={active.error} onRetry={() => void active.refetch()} />
            ) : shown.length > 0 ? (
              <AlertList
                alerts={shown}
                label={t('alerts.active')}
                openId={openId}
                hrefOf={hrefOf}
              />
            ) : states.length > 0 ? (
              <Empty
                kind="no-match"
                title={t('alerts.noMatch')}
                actions={
                  <Button
                    size="small"
                    onClick={() => {
                      setSearch({}, { replace: true })
                    }}
                  >
                    {t('common.clearFilters')}
                  </Button>
                }
              />
            ) : (
              <AllClear last={past[0]} isKnown={resolved.isSuccess} />
            )
          ) : null}
          {wanted('resolved') ? (
            <>
              {past.length > 0 ? (
                <h2 className="px-4 pt-5 pb-2 text-sub font-semibold text-text-2">
                  {t('alerts.resolvedTitle')}
                </h2>
              ) : null}
              {past.length > 0 ? (
                <AlertList
                  alerts={past}
                  label={t('alerts.resolvedTitle')}
                  openId={openId}
                  hrefOf={hrefOf}
                />
              ) : resolved.isSuccess && !showsActive ? (
                <Empty kind="no-match" title={t('alerts.noResolved')} />
              ) : null}
              <LoadMore
                hasMore={resolved.hasNextPage}
                isLoading={resolved.isFetchingNextPage}
                hasFailed={resolved.isError}
                onLoad={() => void (resolved.data ? resolved.fetchNextPage() : resolved.refetch())}
              />
            </>
          ) : null}
        </div>
        {pane}
      </div>
    </>
  )
}

function InstanceChip({ name, onRemove }: { name: string; onRemove: () => void }) {
  const { t } = useTranslation()
  const text = t('alerts.instanceFilter', { name })
  return (
    <RemovableChip removeLabel={t('common.removeFilter', { name: text })} onRemove={onRemove}>
      {text}
    </RemovableChip>
  )
}

/** Nada aberto, e quando foi o último: o silêncio também é informação. */
function AllClear({ last, isKnown }: { last: Alert | undefined; isKnown: boolean }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <Empty kind="done" title={t('alerts.none')}>
      {last?.resolved_at
        ? t('alerts.last', {
            what: t(`alerts.kind.${last.kind}`),
            when: format.relative(last.resolved_at),
            span: format.span(Date.parse(last.resolved_at) - Date.parse(sinceOf(last))),
          })
        : isKnown
          ? t('alerts.lastNever')
          : null}
    </Empty>
  )
}
