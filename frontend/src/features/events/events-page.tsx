import { useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate, useParams, useSearchParams } from 'react-router'
import { PageHeader, PageTitle } from '@/components/page-header'
import { Button } from '@/components/ui/button'
import { Switch } from '@/components/ui/switch'
import { usePhone } from '@/hooks/use-media-query'
import { useShortcuts } from '@/hooks/use-shortcuts'
import { useFormat } from '@/hooks/use-format'
import { paths } from '@/lib/paths'
import { EventDetailPane } from './detail/event-detail-pane'
import { EventFilterBar } from './event-filter-bar'
import { ErrorGroups } from './error-groups'
import { EventList } from './event-list'
import { parseFilters, toSearch, type EventFilters } from './filters'
import { ReplayDialog, type ReplayScope } from './replay-dialog'
import { useEventList } from './use-event-list'

export function EventsPage() {
  const { t } = useTranslation()
  const format = useFormat()
  const navigate = useNavigate()
  const isPhone = usePhone()
  const params = useParams()
  const [search] = useSearchParams()
  const filterText = search.toString()
  const filters = useMemo(() => parseFilters(new URLSearchParams(filterText)), [filterText])
  const openId = params['eventId'] === undefined ? null : Number(params['eventId'])
  const [liveSince, setLiveSince] = useState<string | null>(null)
  const isLive = liveSince === null
  const [selected, setSelected] = useState<ReadonlySet<number>>(new Set())
  const [scope, setScope] = useState<ReplayScope | null>(null)
  const filterRef = useRef<HTMLDivElement>(null)
  const list = useEventList(filters, isLive)
  const suffix = toSearch(filters)
  const hrefOf = (id: number) => paths.event(id) + suffix

  function change(next: EventFilters) {
    setSelected(new Set())
    void navigate(paths.events + toSearch(next), { replace: true })
  }

  function step(by: 1 | -1) {
    const at = list.rows.findIndex(({ id }) => id === openId)
    const next = list.rows[at + by]
    if (!next) return false
    void navigate(hrefOf(next.id), { replace: true })
    return true
  }

  function toggleLive() {
    setLiveSince(isLive ? new Date().toISOString() : null)
  }

  const close = () => void navigate(paths.events + suffix)

  useShortcuts([
    { keys: 't', run: toggleLive },
    {
      keys: 'f',
      run: () => {
        filterRef.current?.querySelector<HTMLElement>('button, select, input')?.focus()
      },
    },
    {
      keys: '/',
      run: () => {
        filterRef.current?.querySelector<HTMLElement>('input[type=search]')?.focus()
      },
    },
    { keys: 'j', run: () => openId !== null && step(1) },
    { keys: 'k', run: () => openId !== null && step(-1) },
    {
      keys: 'Escape',
      run: () => {
        if (openId !== null) close()
        else if (selected.size > 0) setSelected(new Set())
        else return false
        return true
      },
    },
  ])

  const at = list.rows.findIndex(({ id }) => id === openId)
  const detail =
    openId === null ? null : (
      <EventDetailPane
        key={openId}
        id={openId}
        isPhone={isPhone}
        onClose={close}
        position={at === -1 ? null : { at: at + 1, of: list.rows.length }}
        onStep={step}
      />
    )
  if (isPhone && detail) return detail

  return (
    <>
      <PageTitle parts={[t('events.title')]} />
      <PageHeader
        title={t('events.title')}
        aside={
          isLive ? null : (
            <span className="tabular truncate text-warn">
              {t('events.pausedSince', { time: format.time(liveSince) })}
            </span>
          )
        }
        actions={
          <>
            <Switch
              label={t('events.groupByError')}
              checked={filters.isByError}
              onChange={(isByError) => {
                change({ ...filters, isByError })
              }}
              className="mr-3 flex-row-reverse gap-2! text-sub"
            />
            <Switch
              label={t('events.live')}
              checked={isLive}
              onChange={toggleLive}
              className="mr-3 flex-row-reverse gap-2! text-sub"
            />
            <Button
              onClick={() => {
                setScope(selected.size > 0 ? 'selection' : 'filter')
              }}
            >
              {selected.size > 0
                ? t('events.replaySelected', { count: selected.size })
                : t('events.replayMany')}
            </Button>
          </>
        }
      />
      <div ref={filterRef} className="shrink-0">
        <EventFilterBar filters={filters} onChange={change} />
      </div>
      <div className="flex min-h-0 flex-1">
        {filters.isByError ? (
          <ErrorGroups filters={filters} onFilters={change} />
        ) : (
          <EventList
            list={list}
            filters={filters}
            onFilters={change}
            openId={openId}
            hrefOf={hrefOf}
            isPhone={isPhone}
            selected={selected}
            onSelected={setSelected}
          />
        )}
        {detail}
      </div>
      {scope ? (
        <ReplayDialog
          initialScope={scope}
          filters={filters}
          selected={[...selected]}
          onClose={() => {
            setScope(null)
          }}
        />
      ) : null}
    </>
  )
}
