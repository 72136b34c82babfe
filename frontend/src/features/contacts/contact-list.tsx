import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { LoadError } from '@/components/load-error'
import { Skeleton } from '@/components/ui/skeleton'
import { useMediaQuery } from '@/hooks/use-media-query'
import { useShortcuts } from '@/hooks/use-shortcuts'
import { readLocal } from '@/lib/storage'
import { ContactRow, ListHeader } from './contact-row'
import type { useContactList } from './use-contact-list'

interface ContactListProps {
  list: ReturnType<typeof useContactList>
  openId: number | null
  hrefOf: (id: number) => string
  isPhone: boolean
}

const CARD_PX = 64
const NEAR_END = 30

/** Só as linhas à vista estão no DOM; o foco é o cursor. */
export function ContactList({ list, openId, hrefOf, isPhone }: ContactListProps) {
  const { t } = useTranslation()
  const { query, rows } = list
  const scrollRef = useRef<HTMLDivElement>(null)
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
  const last = items.at(-1)?.index ?? 0
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = query

  useEffect(() => {
    if (
      hasNextPage &&
      !isFetchingNextPage &&
      !isFetchNextPageError &&
      last > rows.length - NEAR_END
    ) {
      void fetchNextPage()
    }
  }, [last, rows.length, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage])

  function focusRow(index: number) {
    const row = rows[index]
    if (!row) return
    virtual.scrollToIndex(index)
    requestAnimationFrame(() => {
      scrollRef.current
        ?.querySelector<HTMLElement>(`[data-contact="${row.id}"] [data-row]`)
        ?.focus({ preventScroll: true })
    })
  }

  function move(by: number) {
    const focused = Number(
      document.activeElement?.closest<HTMLElement>('[data-contact]')?.dataset['contact'],
    )
    const at = rows.findIndex(({ id }) => id === (focused || openId))
    focusRow(at === -1 ? 0 : Math.min(rows.length - 1, Math.max(0, at + by)))
  }

  const isInside = () => scrollRef.current?.contains(document.activeElement) ?? false
  useShortcuts(
    [
      {
        keys: 'j',
        run: () => {
          move(1)
        },
      },
      {
        keys: 'k',
        run: () => {
          move(-1)
        },
      },
      { keys: 'ArrowDown', run: () => (isInside() ? move(1) : false) },
      { keys: 'ArrowUp', run: () => (isInside() ? move(-1) : false) },
      { keys: 'Home', run: () => (isInside() ? focusRow(0) : false) },
      { keys: 'End', run: () => (isInside() ? focusRow(rows.length - 1) : false) },
    ],
    rows.length > 0,
  )

  return (
    <div className="@container flex min-w-0 flex-1 flex-col bg-surface">
      {isPhone ? null : <ListHeader />}
      <div ref={scrollRef} className="min-h-0 flex-1 overflow-y-auto" data-region tabIndex={-1}>
        <ul className="relative" style={{ height: virtual.getTotalSize() }}>
          {items.map((item) => {
            const contact = rows[item.index]
            if (!contact) return null
            return (
              <li
                key={item.key}
                data-contact={contact.id}
                aria-setsize={hasNextPage ? -1 : rows.length}
                aria-posinset={item.index + 1}
                className="absolute inset-x-0 top-0"
                style={{ height: item.size, transform: `translateY(${item.start}px)` }}
              >
                <ContactRow
                  contact={contact}
                  to={hrefOf(contact.id)}
                  isOpen={contact.id === openId}
                  isPhone={isPhone}
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
          <p className="p-3 text-center text-meta text-text-3">{t('contacts.end')}</p>
        )}
      </div>
    </div>
  )
}

export function ContactListSkeleton({ isPhone }: { isPhone: boolean }) {
  return (
    <div className="flex-1 overflow-hidden bg-surface" aria-busy="true">
      {isPhone ? null : <div className="h-9 border-b" />}
      {Array.from({ length: 12 }, (_, index) => (
        <div
          key={index}
          className="flex items-center gap-4 border-b px-4"
          style={{ height: isPhone ? CARD_PX : 44 }}
        >
          <Skeleton className="size-8 rounded-full" />
          <Skeleton className="h-4 flex-1" />
          <Skeleton className="h-4 w-32 phone:hidden" />
          <Skeleton className="h-4 w-16" />
        </div>
      ))}
    </div>
  )
}
