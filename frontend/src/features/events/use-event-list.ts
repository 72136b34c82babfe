import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { key } from '@/lib/key'
import { RowCache } from '@/live/row-cache'
import { useLive } from '@/live/use-live'
import { useLiveRows } from '@/live/use-live-rows'
import { eventListQuery, eventQuery, fetchEvents } from './events-api'
import type { EventFilters } from './filters'
import { countNew, patchRows, putNew, type Pages } from './merge'
import type { EventRow } from './model'

const PACE_MS = 1_500

export interface Fresh {
  count: number
  isMore: boolean
}

const NONE: Fresh = { count: 0, isMore: false }

const eventLists = new RowCache<Pages, EventRow>({
  prefix: key('events', 'list'),
  put: patchRows,
  // O que já não existe fica como está: nada some sob o ponteiro.
  drop: (pages) => pages,
})

/** A lista e o que chegou depois dela. Nada se mexe sozinho: as novas esperam na pílula. */
export function useEventList(filters: EventFilters, isLive: boolean) {
  const client = useQueryClient()
  const options = useMemo(() => eventListQuery(filters), [filters])
  const { queryKey } = options
  const query = useInfiniteQuery({
    ...options,
    structuralSharing: eventLists.keepNewer(client, queryKey),
  })
  const [fresh, setFresh] = useState<{ key: EventFilters; value: Fresh }>({
    key: filters,
    value: NONE,
  })

  const rows = useMemo(
    () => query.data?.pages.flatMap(({ results }) => results) ?? [],
    [query.data],
  )

  /** Olha a primeira página: corrige as linhas à vista, conta as novas e devolve as que ficaram mais abaixo. */
  async function look(ids: number[]): Promise<number[]> {
    void client.invalidateQueries({ queryKey: key('events', 'counts') })
    const current = client.getQueryData<Pages>(queryKey)
    if (!current) return []
    const isEmpty = current.pages.every(({ results }) => results.length === 0)
    const first = await eventLists.land(
      client,
      queryKey,
      () => fetchEvents(filters),
      (now, page) => (isEmpty ? putNew(now, page) : patchRows(now, page.results)),
    )
    setFresh({ key: filters, value: isEmpty ? NONE : countNew(current, first) })
    const seen = new Set(first.results.map(({ id }) => id))
    const shown = new Set(current.pages.flatMap(({ results }) => results.map(({ id }) => id)))
    return ids.filter((id) => shown.has(id) && !seen.has(id))
  }

  useLiveRows({
    cache: eventLists,
    queryKey,
    touched: (changes) => changes.filter(({ kind }) => kind === 'event').map(({ id }) => id),
    // O que mudou agora não se lê do que se leu há pouco.
    fetchRow: (id) => client.fetchQuery({ ...eventQuery(id), staleTime: 0 }),
    reread: look,
    rowByRow: 0,
    pace: { ms: PACE_MS, isPaused: !isLive },
  })

  async function showNew() {
    await eventLists.land(client, queryKey, () => fetchEvents(filters), putNew)
    setFresh({ key: filters, value: NONE })
  }

  return { query, rows, fresh: fresh.key === filters ? fresh.value : NONE, showNew }
}

/** O detalhe aberto se corrige quando o seu evento muda. */
export function useFreshEvent(id: number): void {
  const client = useQueryClient()
  useLive((signal) => {
    const isMine =
      signal.type === 'reset' ||
      signal.changes.some(({ kind, id: changed }) => kind === 'event' && changed === id)
    if (isMine) void client.invalidateQueries({ queryKey: eventQuery(id).queryKey })
  })
}
