import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useMemo, useRef, useState } from 'react'
import { key } from '@/lib/key'
import { asApiError } from '@/api/errors'
import { listenLive, type LiveSignal } from '@/live/changes'
import { useRowQueue } from '@/live/row-queue'
import { useLive } from '@/live/use-live'
import { eventListQuery, eventQuery, fetchEvents } from './events-api'
import type { EventFilters } from './filters'
import { countNew, patchRows, putNew, type Pages } from './merge'
import type { EventDetail } from './model'

const PACE_MS = 1_500
/** Linhas fora da primeira página que se pedem ao mesmo tempo. */
const AT_ONCE = 8
/** Entre os ids: não se sabe o que mudou, olha-se a primeira página. */
const ANY = 0

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

  /** Corrige as linhas à vista e conta as novas; devolve o que ficou por olhar, e a fila insiste. */
  async function look(ids: number[]): Promise<number[]> {
    const current = client.getQueryData(options.queryKey)
    if (!current) return ids
    void client.invalidateQueries({ queryKey: key('events', 'counts') })
    const left = new Set(ids)
    try {
      const first = await fetchEvents(filters)
      const isEmpty = current.pages.every(({ results }) => results.length === 0)
      patch((now) => (isEmpty ? putNew(now, first) : patchRows(now, first.results)))
      setFresh({ key: filters, value: isEmpty ? NONE : countNew(current, first) })
      const seen = new Set(first.results.map(({ id }) => id))
      const shown = new Set(current.pages.flatMap(({ results }) => results.map(({ id }) => id)))
      const apart = ids.filter((id) => shown.has(id) && !seen.has(id))
      for (const id of ids) if (!apart.includes(id)) left.delete(id)
      for (let at = 0; at < apart.length; at += AT_ONCE) {
        const some = apart.slice(at, at + AT_ONCE)
        const found = await Promise.all(some.map(readAgain))
        patch((now) =>
          patchRows(
            now,
            found.filter((row) => row !== null),
          ),
        )
        for (const id of some) left.delete(id)
      }
    } catch (error) {
      return asApiError(error).isFinal ? [] : [...left]
    }
    // Uma página a caminho cobre o que se escreveu agora.
    return client.isFetching({ queryKey: options.queryKey, exact: true }) > 0 ? ids : []
  }

  function patch(update: (now: Pages) => Pages) {
    client.setQueryData(options.queryKey, (now) => (now ? update(now) : now))
  }

  /** O que mudou agora não se lê do que se leu há pouco; o que já não existe fica como está. */
  async function readAgain(id: number): Promise<EventDetail | null> {
    try {
      return await client.fetchQuery({ ...eventQuery(id), staleTime: 0 })
    } catch (error) {
      if (asApiError(error).isFinal) return null
      throw error
    }
  }

  const queue = useRowQueue()
  const lookNow = useEffectEvent(() => {
    timer.current = undefined
    const ids = [...changed.current]
    changed.current.clear()
    void queue.add(ids, look)
  })
  const schedule = useEffectEvent(() => {
    if (!isLive || changed.current.size === 0 || document.visibilityState === 'hidden') return
    timer.current ??= setTimeout(() => {
      lookNow()
    }, PACE_MS)
  })
  const onSignal = useEffectEvent((signal: LiveSignal) => {
    if (signal.type === 'reset') changed.current.add(ANY)
    else for (const { kind, id } of signal.changes) if (kind === 'event') changed.current.add(id)
    schedule()
  })

  useEffect(() => {
    const onVisible = () => {
      schedule()
    }
    const stop = listenLive((signal) => {
      onSignal(signal)
    })
    onVisible()
    document.addEventListener('visibilitychange', onVisible)
    return () => {
      stop()
      document.removeEventListener('visibilitychange', onVisible)
      clearTimeout(timer.current)
      timer.current = undefined
    }
  }, [isLive])

  async function showNew() {
    const first = await fetchEvents(filters)
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
