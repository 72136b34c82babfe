import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useLive } from '@/live/use-live'
import { eventListQuery, eventQuery, fetchFirst } from './events-api'
import type { EventFilters } from './filters'
import { countNew, patchRows, putNew } from './merge'
import type { EventDetail } from './model'

const PACE_MS = 1_500
/** Linhas fora da primeira página que se corrigem uma a uma; mais que isso espera o próximo olhar. */
const MAX_SINGLE = 8

export interface Fresh {
  count: number
  isMore: boolean
}

const NONE: Fresh = { count: 0, isMore: false }

/** A lista e o que chegou depois dela. Nada se mexe sozinho: as novas esperam na pílula. */
export function useEventList(filters: EventFilters, isLive: boolean) {
  const client = useQueryClient()
  const options = useMemo(() => eventListQuery(filters), [filters])
  const query = useInfiniteQuery(options)
  const [fresh, setFresh] = useState<{ key: EventFilters; value: Fresh }>({
    key: filters,
    value: NONE,
  })
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const changed = useRef(new Set<number>())

  const rows = useMemo(
    () => query.data?.pages.flatMap(({ results }) => results) ?? [],
    [query.data],
  )

  async function look() {
    const ids = [...changed.current]
    changed.current.clear()
    const current = client.getQueryData(options.queryKey)
    if (!current) return
    void client.invalidateQueries({ queryKey: ['events', 'counts'] })
    try {
      const first = await fetchFirst(filters)
      const isEmpty = current.pages.every(({ results }) => results.length === 0)
      client.setQueryData(options.queryKey, (now) =>
        now ? (isEmpty ? putNew(now, first) : patchRows(now, first.results)) : now,
      )
      setFresh({ key: filters, value: isEmpty ? NONE : countNew(current, first) })
      const seen = new Set(first.results.map(({ id }) => id))
      const shown = new Set(current.pages.flatMap(({ results }) => results.map(({ id }) => id)))
      const apart = ids.filter((id) => shown.has(id) && !seen.has(id)).slice(0, MAX_SINGLE)
      const found = await Promise.all(apart.map((id) => client.fetchQuery(eventQuery(id))))
      if (found.length > 0) {
        client.setQueryData(options.queryKey, (now) => (now ? patchRows(now, found) : now))
      }
    } catch {
      // Sem rede agora: o próximo sinal tenta de novo.
    }
  }

  useLive((signal) => {
    if (signal.type === 'changes') {
      const mine = signal.changes.filter(({ kind }) => kind === 'event')
      if (mine.length === 0) return
      for (const { id } of mine) changed.current.add(id)
    }
    if (!isLive || document.visibilityState === 'hidden') return
    timer.current ??= setTimeout(() => {
      timer.current = undefined
      void look()
    }, PACE_MS)
  })

  useEffect(
    () => () => {
      clearTimeout(timer.current)
      timer.current = undefined
    },
    [],
  )

  async function showNew() {
    const first = await fetchFirst(filters)
    client.setQueryData(options.queryKey, (now) => (now ? putNew(now, first) : now))
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

export type { EventDetail }
