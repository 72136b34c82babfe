import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import {
  eventsCounts,
  eventsErrors,
  eventsReplay,
  eventsReplayCancel,
  eventsReplayJob,
  eventsReplayMany,
  eventsReplayPreview,
  eventsRetrieve,
} from '@/api/generated/sdk.gen'
import { fetchPage, type Page } from '@/api/pages'
import { toApi, type EventFilters } from './filters'
import type { EventDetail, EventRow, ReplayJob, ReplayPreview, ReplaySelection } from './model'

const ROOT = '/api/events/'
const PAGE = 50

/**
 * Chaves próprias, sem etiquetas: a lista nunca se refaz sozinha (nada se mexe sob o ponteiro).
 * `use-event-list` decide o que corrigir no lugar e o que anunciar na pílula.
 */
const SELF = { live: 'self' } as const

export const eventListQuery = (filters: EventFilters) =>
  infiniteQueryOptions({
    queryKey: ['events', 'list', filters],
    queryFn: ({ pageParam, signal }) =>
      pageParam ? fetchPage<EventRow>(pageParam, { signal }) : fetchFirst(filters, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page: Page<EventRow>) => page.next,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 5 * 60_000,
    meta: SELF,
  })

export function fetchFirst(filters: EventFilters, signal?: AbortSignal): Promise<Page<EventRow>> {
  return fetchPage<EventRow>(ROOT, { params: { limit: PAGE, ...toApi(filters) }, signal })
}

export const eventQuery = (id: number) =>
  queryOptions({
    queryKey: ['events', 'one', id],
    queryFn: async ({ signal }): Promise<EventDetail> =>
      (await eventsRetrieve({ path: { id }, signal })).data,
    meta: SELF,
  })

/** Quantos em cada estado, com os outros filtros valendo. */
export const countsQuery = (filters: EventFilters) => {
  const rest = { ...filters, states: [] }
  return queryOptions({
    queryKey: ['events', 'counts', rest],
    queryFn: async ({ signal }) => (await eventsCounts({ query: toApi(rest), signal })).data,
    placeholderData: (previous) => previous,
    meta: SELF,
  })
}

/** Os erros, do mais comum: a lista dobrada. */
export const errorsQuery = (filters: EventFilters) =>
  queryOptions({
    queryKey: ['events', 'errors', { ...filters, isByError: true }],
    queryFn: async ({ signal }) => (await eventsErrors({ query: toApi(filters), signal })).data,
    staleTime: 0,
    meta: SELF,
  })

export const replayOne = async (id: number): Promise<void> => {
  await eventsReplay({ path: { id } })
}

export const previewReplay = async (
  selection: ReplaySelection,
  signal?: AbortSignal,
): Promise<ReplayPreview> => (await eventsReplayPreview({ body: selection, signal })).data

export const startReplay = async (selection: ReplaySelection): Promise<ReplayJob> =>
  (await eventsReplayMany({ body: selection })).data

export const replayQuery = (id: number) =>
  queryOptions({
    queryKey: ['events', 'replay', id],
    queryFn: async ({ signal }): Promise<ReplayJob> =>
      (await eventsReplayJob({ path: { id }, signal })).data,
    staleTime: 0,
    meta: SELF,
  })

export const cancelReplay = async (id: number): Promise<ReplayJob> =>
  (await eventsReplayCancel({ path: { id } })).data
