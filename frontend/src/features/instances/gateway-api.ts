/** A instância do lado do gateway: fila, limites, ritmo, saúde, quedas, registro e conta. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { call, SLOW_MS } from '@/api/call'
import { fetchGatewayQueue } from '@/api/gateway-queue'
import type { PatchedInstanceUpdateRequest } from '@/api/generated/types.gen'
import { key } from '@/lib/key'
import { byCursor } from '@/api/pages'

export const healthQuery = (id: number) =>
  queryOptions({
    queryKey: key('instances', 'health', { id }),
    queryFn: ({ signal }) => call('GET /api/instances/{id}/health/', { path: { id }, signal }),
  })

export const sendingQuery = (id: number) =>
  queryOptions({
    queryKey: key('instances', 'sending', { id }),
    queryFn: ({ signal }) => call('GET /api/instances/{id}/sending/', { path: { id }, signal }),
  })

export const queueQuery = (id: number) =>
  infiniteQueryOptions({
    queryKey: key('gateway-queue', 'list', { instance: id }),
    queryFn: ({ pageParam, signal }) => fetchGatewayQueue(id, { limit: 50, at: pageParam, signal }),
    ...byCursor,
    staleTime: 0,
  })

export const downtimesQuery = (id: number) =>
  infiniteQueryOptions({
    queryKey: key('instances', 'downtimes', { id }),
    queryFn: ({ pageParam, signal }) =>
      call('GET /api/instances/{id}/downtimes/', {
        path: { id },
        query: { limit: 20 },
        at: pageParam,
        signal,
      }),
    ...byCursor,
  })

export const runsQuery = (id: number) =>
  infiniteQueryOptions({
    queryKey: key('instances', 'reconciliations', { id }),
    queryFn: ({ pageParam, signal }) =>
      call('GET /api/instances/{id}/reconcile/', {
        path: { id },
        query: { limit: 20 },
        at: pageParam,
        signal,
      }),
    ...byCursor,
  })

export const logsQuery = (id: number) =>
  infiniteQueryOptions({
    queryKey: key('webhook-logs', 'list', { id }),
    queryFn: ({ pageParam, signal }) =>
      call('GET /api/instances/{id}/webhook-logs/', {
        path: { id },
        query: { limit: 20 },
        at: pageParam,
        signal,
      }),
    ...byCursor,
    staleTime: 0,
  })

export const accountQuery = () =>
  queryOptions({
    queryKey: key('account', 'plan'),
    queryFn: ({ signal }) => call('GET /api/account/', { signal }),
    staleTime: 10 * 60_000,
  })

export const accountInstancesQuery = () =>
  queryOptions({
    queryKey: key('account', 'instances'),
    queryFn: async ({ signal }) => (await call('GET /api/account/instances/', { signal })).results,
    staleTime: 0,
    retry: false,
  })

/** O nome e os ajustes que o gateway também guarda: cada mudança é uma ida a ele. */
export const saveSettings = (id: number, body: PatchedInstanceUpdateRequest) =>
  call('PATCH /api/instances/{id}/', { path: { id }, body, timeout: SLOW_MS })
