import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { call } from '@/api/call'
import { key } from '@/lib/key'
import { byCursor } from '@/api/pages'
import { toApi, type EventFilters } from './filters'

const PAGE = 50

/**
 * O fluxo não envelhece estas: a lista nunca se refaz sozinha (nada se mexe sob o ponteiro).
 * `use-event-list` decide o que corrigir no lugar e o que anunciar na pílula.
 */
const SELF = { live: 'self' } as const

export const eventListQuery = (filters: EventFilters) =>
  infiniteQueryOptions({
    queryKey: key('events', 'list', filters),
    queryFn: ({ pageParam, signal }) => fetchEvents(filters, pageParam, signal),
    ...byCursor,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 5 * 60_000,
    meta: SELF,
  })

export function fetchEvents(filters: EventFilters, at: string | null = null, signal?: AbortSignal) {
  return call('GET /api/events/', { query: { limit: PAGE, ...toApi(filters) }, at, signal })
}

export const eventQuery = (id: number) =>
  queryOptions({
    queryKey: key('events', 'one', { id }),
    queryFn: ({ signal }) => call('GET /api/events/{id}/', { path: { id }, signal }),
    meta: SELF,
  })

/** Quantos em cada estado, com os outros filtros valendo. */
export const countsQuery = (filters: EventFilters) => {
  const rest = { ...filters, states: [] }
  return queryOptions({
    queryKey: key('events', 'counts', rest),
    queryFn: ({ signal }) => call('GET /api/events/counts/', { query: toApi(rest), signal }),
    placeholderData: (previous) => previous,
    meta: SELF,
  })
}

/** Os erros, do mais comum: a lista dobrada. */
export const errorsQuery = (filters: EventFilters) =>
  queryOptions({
    queryKey: key('events', 'errors', { ...filters, isByError: true }),
    queryFn: ({ signal }) => call('GET /api/events/errors/', { query: toApi(filters), signal }),
    staleTime: 0,
    meta: SELF,
  })

export const replayQuery = (id: number) =>
  queryOptions({
    queryKey: key('events', 'replay', { id }),
    queryFn: ({ signal }) => call('GET /api/events/replays/{id}/', { path: { id }, signal }),
    staleTime: 0,
    meta: SELF,
  })
