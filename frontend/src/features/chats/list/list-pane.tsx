import { MessageSquarePlus } from 'lucide-react'
import { useCallback, useEffect, useRef, type RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { PageHeader } from '@/components/page-header'
import { Button } from '@/components/ui/button'
import { IconButton } from '@/components/ui/icon-button'
import { Empty } from '@/components/ui/empty'
import { RemovableChip } from '@/components/ui/filter-chip'
import { Notice } from '@/components/ui/notice'
import { Skeleton } from '@/components/ui/skeleton'
import { useFormat } from '@/hooks/use-format'
import { useShortcuts } from '@/hooks/use-shortcuts'
import { openNewChat } from '@/lib/new-chat'
import { paths } from '@/lib/paths'
import type { Chat } from '../model'
import { useInstances } from '../use-instances'
import { ChatFilters } from './chat-filters'
import { ChatList } from './chat-list'
import { InstanceFilter } from './instance-filter'
import { listQuery, useChatFilter } from './use-chat-filter'
import { useChatCounts, useChatList } from './use-chat-list'

interface ListPaneProps {
  openId: number | null
  focusRef: RefObject<(() => void) | null>
  /** A ordem da tela, para «anterior», «seguinte» e «próxima não lida». */
  orderRef: RefObject<Chat[]>
}

export function ListPane({ openId, focusRef, orderRef }: ListPaneProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const [params] = useSearchParams()
  const { filter, isFiltered, setFilter, clearFilter } = useChatFilter()
  const { query, chats } = useChatList(filter)
  const counts = useChatCounts(filter)
  const instances = useInstances().filter(
    (row) => filter.cliente === null || row.cliente === filter.cliente,
  )
  const searchRef = useRef<HTMLInputElement>(null)
  const suffix = listQuery(params)
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query

  const loadMore = useCallback(() => {
    if (!isFetchingNextPage) void fetchNextPage()
  }, [isFetchingNextPage, fetchNextPage])

  const keepOrder = useCallback(
    (order: Chat[]) => {
      orderRef.current = order
    },
    [orderRef],
  )

  useShortcuts([
    {
      keys: '/',
      run: () => {
        searchRef.current?.focus()
      },
    },
    {
      keys: 'j',
      run: () => {
        focusRef.current?.()
      },
    },
    {
      keys: 'k',
      run: () => {
        focusRef.current?.()
      },
    },
  ])

  // Um filtro novo começa do alto.
  const filterKey = JSON.stringify(filter)
  useEffect(() => {
    orderRef.current = []
  }, [filterKey, orderRef])

  const activeFilters = [
    filter.unread ? { name: t('chats.unread'), clear: { unread: false } } : null,
    filter.waiting ? { name: t('chats.waiting'), clear: { waiting: false } } : null,
    filter.kind
      ? {
          name: filter.kind === 'group' ? t('chats.groups') : t('chats.direct'),
          clear: { kind: null },
        }
      : null,
    filter.instance
      ? {
          name: instances.find(({ id }) => id === filter.instance)?.name ?? t('chats.instance'),
          clear: { instance: null },
        }
      : null,
    filter.search ? { name: `“${filter.search}”`, clear: { search: '' } } : null,
  ].filter((entry) => entry !== null)

  return (
    <>
      <PageHeader
        title={t('nav.chats')}
        aside={counts ? <span className="tabular">{format.number(counts.all)}</span> : null}
        actions={
          <>
            <InstanceFilter
              value={filter.instance}
              instances={instances}
              onChange={(instance) => {
                setFilter({ instance })
              }}
            />
            <IconButton
              icon={MessageSquarePlus}
              label={t('nav.newChat')}
              keys="C"
              onClick={() => {
                openNewChat({ instance: filter.instance })
              }}
            />
          </>
        }
      />
      <ChatFilters
        filter={filter}
        counts={counts}
        searchRef={searchRef}
        onChange={setFilter}
        onLeaveSearch={() => focusRef.current?.()}
      />
      {query.isError && query.data ? (
        <Notice
          tone="warn"
          className="rounded-none"
          actions={
            <Button size="inline" variant="link" onClick={() => void query.refetch()}>
              {t('common.retry')}
            </Button>
          }
        >
          {t('chats.listStale')}
        </Notice>
      ) : null}
      {query.isPending ? (
        <ListSkeleton />
      ) : !query.data ? (
        <Empty
          kind="error"
          title={t('chats.listFailed')}
          className="flex-1"
          actions={<Button onClick={() => void query.refetch()}>{t('common.retry')}</Button>}
        >
          {t('errors.nothingLost')}
        </Empty>
      ) : chats.length === 0 ? (
        isFiltered ? (
          (filter.unread || filter.waiting) && activeFilters.length === 1 ? (
            <Empty
              kind="done"
              title={filter.waiting ? t('chats.noneWaiting') : t('chats.allRead')}
              className="flex-1"
              actions={<Button onClick={clearFilter}>{t('chats.seeAll')}</Button>}
            />
          ) : (
            <Empty
              kind="no-match"
              title={t('chats.noMatch')}
              className="flex-1"
              actions={
                <>
                  {activeFilters.map(({ name, clear }) => (
                    <RemovableChip
                      key={name}
                      removeLabel={t('common.removeFilter', { name })}
                      onRemove={() => {
                        setFilter(clear)
                      }}
                    >
                      {name}
                    </RemovableChip>
                  ))}
                  <Button size="small" onClick={clearFilter}>
                    {t('common.clearFilters')}
                  </Button>
                </>
              }
            />
          )
        ) : (
          <Empty kind="nothing" title={t('chats.nothing')} className="flex-1">
            {t('chats.nothingText')}
          </Empty>
        )
      ) : (
        <ChatList
          key={filterKey}
          chats={chats}
          filterKey={filterKey}
          openId={openId}
          total={counts?.all}
          hasMore={hasNextPage}
          showsInstance={instances.length > 1}
          hrefOf={(chat) => paths.chat(chat.id) + suffix}
          onNearEnd={loadMore}
          focusRef={focusRef}
          onOrder={keepOrder}
        />
      )}
    </>
  )
}

function ListSkeleton() {
  return (
    <div aria-busy="true" className="min-h-0 flex-1 overflow-hidden">
      {Array.from({ length: 10 }, (_, index) => (
        <span key={index} className="flex h-chat-row items-center gap-3 border-b px-3">
          <Skeleton className="size-10 rounded-full" />
          <span className="flex flex-1 flex-col gap-2">
            <Skeleton className="h-3.5 w-2/5" />
            <Skeleton className="h-3 w-4/5" />
          </span>
        </span>
      ))}
    </div>
  )
}
