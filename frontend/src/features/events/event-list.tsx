import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowUp } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { asApiError } from '@/api/errors'
import { LoadError } from '@/components/load-error'
import { showErrorToast } from '@/lib/toast'
import { Button, buttonStyles } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { Skeleton } from '@/components/ui/skeleton'
import { useMediaQuery } from '@/hooks/use-media-query'
import { useShortcuts } from '@/hooks/use-shortcuts'
import { paths } from '@/lib/paths'
import { readLocal } from '@/lib/storage'
import { ActiveFilters } from './active-filters'
import { EventCard, EventRowLine, ListHeader } from './event-row'
import { isFiltered, type EventFilters } from './filters'
import type { useEventList } from './use-event-list'

interface EventListProps {
  list: ReturnType<typeof useEventList>
  filters: EventFilters
  onFilters: (filters: EventFilters) => void
  openId: number | null
  hrefOf: (id: number) => string
  isPhone: boolean
  selected: ReadonlySet<number>
  onSelected: (selected: ReadonlySet<number>) => void
}

const CARD_PX = 92

export function EventList(props: EventListProps) {
  const { list, filters, onFilters, openId, hrefOf, isPhone, selected, onSelected } = props
  const { t } = useTranslation()
  const { query, rows, fresh } = list
  const scrollRef = useRef<HTMLDivElement>(null)
  const [cursor, setCursor] = useState<number | null>(null)
  const isTouch = useMediaQuery('(pointer: coarse)')
  const rowPx = isPhone ? CARD_PX : isTouch || readLocal('density') !== 'compact' ? 44 : 36
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scrollRef.current,
    estimateSize: () => rowPx,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 8,
  })
  const items = virtual.getVirtualItems()
  const lastIndex = items.at(-1)?.index ?? 0
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = query

  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && !isFetchNextPageError && lastIndex > rows.length - 20)
      void fetchNextPage()
  }, [lastIndex, rows.length, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage])

  function focusRow(index: number) {
    const row = rows[index]
    if (!row) return
    setCursor(row.id)
    virtual.scrollToIndex(index)
    requestAnimationFrame(() => {
      scrollRef.current?.querySelector<HTMLElement>(`[data-event="${row.id}"]`)?.focus()
    })
  }

  function move(by: number) {
    const focused = Number(
      document.activeElement?.closest<HTMLElement>('[data-event]')?.dataset['event'],
    )
    const at = rows.findIndex(({ id }) => id === (focused || cursor))
    focusRow(Math.min(rows.length - 1, Math.max(0, at + by)))
  }

  function toggle(id: number) {
    const next = new Set(selected)
    if (!next.delete(id)) next.add(id)
    onSelected(next)
  }

  const isInside = () => scrollRef.current?.contains(document.activeElement) ?? false
  useShortcuts(
    [
      { keys: 'j', run: () => (openId === null ? move(1) : false) },
      { keys: 'k', run: () => (openId === null ? move(-1) : false) },
      { keys: 'ArrowDown', run: () => (isInside() ? move(1) : false) },
      { keys: 'ArrowUp', run: () => (isInside() ? move(-1) : false) },
      {
        keys: 'shift+ArrowDown',
        run: () => {
          if (!isInside() || cursor === null) return false
          onSelected(new Set([...selected, cursor]))
          move(1)
          return true
        },
      },
      {
        keys: 'x',
        run: () => {
          const id = openId ?? cursor
          if (id === null) return false
          toggle(id)
          return true
        },
      },
    ],
    rows.length > 0,
  )

  if (query.isPending) return <ListSkeleton isPhone={isPhone} />
  if (query.isError && rows.length === 0) {
    return (
      <div className="flex-1 overflow-y-auto">
        <LoadError error={query.error} onRetry={() => void query.refetch()} className="h-full" />
        <div className="-mt-8 flex justify-center pb-8">
          <ActiveFilters filters={filters} onChange={onFilters} />
        </div>
      </div>
    )
  }
  if (rows.length === 0) {
    return isFiltered(filters) ? (
      <Empty
        kind="no-match"
        title={t('events.noMatch')}
        className="flex-1"
        actions={<ActiveFilters filters={filters} onChange={onFilters} />}
      />
    ) : (
      <Empty
        kind="nothing"
        title={t('events.none')}
        className="flex-1"
        actions={
          <Link to={paths.instances} className={buttonStyles({ variant: 'primary' })}>
            {t('events.checkWebhooks')}
          </Link>
        }
      >
        {t('events.noneText')}
      </Empty>
    )
  }
  return (
    <div className="@container relative flex min-w-0 flex-1 flex-col bg-surface">
      {isPhone ? null : (
        <ListHeader
          isAllSelected={selected.size > 0 && rows.every(({ id }) => selected.has(id))}
          onToggleAll={(isOn) => {
            onSelected(isOn ? new Set(rows.map(({ id }) => id)) : new Set())
          }}
        />
      )}
      {fresh.count > 0 ? (
        <div className="pointer-events-none absolute inset-x-0 top-11 z-10 flex justify-center phone:top-2">
          <Button
            variant="primary"
            size="small"
            className="pointer-events-auto rounded-full shadow-overlay"
            onClick={() => {
              list.showNew().then(
                () => {
                  scrollRef.current?.scrollTo({ top: 0 })
                },
                (error: unknown) => {
                  const { isNetwork, message } = asApiError(error)
                  showErrorToast(isNetwork ? t('errors.networkTitle') : message)
                },
              )
            }}
          >
            {t('events.newEvents', {
              count: fresh.count,
              n: fresh.isMore ? `${fresh.count}+` : fresh.count,
            })}
            <ArrowUp aria-hidden className="size-4" strokeWidth={1.75} />
          </Button>
        </div>
      ) : null}
      <span role="status" className="sr-only">
        {fresh.count > 0 ? t('events.newEvents', { count: fresh.count, n: fresh.count }) : ''}
      </span>
      <div ref={scrollRef} className="min-h-0 flex-1 overflow-y-auto" data-region tabIndex={-1}>
        <ul className="relative" style={{ height: virtual.getTotalSize() }}>
          {items.map((item) => {
            const event = rows[item.index]
            if (!event) return null
            const Row = isPhone ? EventCard : EventRowLine
            return (
              <li
                key={item.key}
                aria-setsize={hasNextPage ? -1 : rows.length}
                aria-posinset={item.index + 1}
                className="absolute inset-x-0 top-0"
                style={{ height: item.size, transform: `translateY(${item.start}px)` }}
              >
                <Row
                  event={event}
                  href={hrefOf(event.id)}
                  isOpen={event.id === openId}
                  isSelected={selected.has(event.id)}
                  onSelect={() => {
                    toggle(event.id)
                  }}
                  onFocus={() => {
                    setCursor(event.id)
                  }}
                />
              </li>
            )
          })}
        </ul>
        {isFetchNextPageError ? (
          <LoadError error={query.error} isBanner onRetry={() => void fetchNextPage()} />
        ) : isFetchingNextPage ? (
          <p className="p-3 text-center text-sub text-text-3">{t('common.loading')}</p>
        ) : hasNextPage ? null : (
          <p className="p-3 text-center text-meta text-text-3">{t('events.endOfList')}</p>
        )}
      </div>
    </div>
  )
}

function ListSkeleton({ isPhone }: { isPhone: boolean }) {
  return (
    <div className="flex-1 overflow-hidden bg-surface" aria-busy="true">
      {isPhone ? null : <div className="h-9 border-b" />}
      {Array.from({ length: 14 }, (_, index) => (
        <div
          key={index}
          className="flex items-center gap-4 border-b px-4"
          style={{ height: isPhone ? CARD_PX : 44 }}
        >
          <Skeleton className="h-4 w-24" />
          <Skeleton className="h-5 w-28" />
          <Skeleton className="h-4 flex-1" />
          <Skeleton className="h-4 w-12 phone:hidden" />
        </div>
      ))}
    </div>
  )
}
