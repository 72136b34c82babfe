/** O que as telas de instâncias perguntam, e os atos que mais de uma faz. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { call, SLOW_MS } from '@/api/call'
import { key } from '@/lib/key'
import { byCursor } from '@/api/pages'
import type { TestMessage } from './model'

export const instanceQuery = (id: number) =>
  queryOptions({
    queryKey: key('instances', 'one', { id }),
    queryFn: ({ signal }) => call('GET /api/instances/{id}/', { path: { id }, signal }),
  })

export const connectionQuery = (id: number) =>
  queryOptions({
    queryKey: key('instances', 'connection', { id }),
    queryFn: ({ signal }) => call('GET /api/instances/{id}/connect/', { path: { id }, signal }),
    staleTime: 0,
    gcTime: 0,
  })

export const webhooksQuery = (id: number) =>
  queryOptions({
    queryKey: key('instances', 'webhooks', { id }),
    queryFn: ({ signal }) => call('GET /api/instances/{id}/webhooks/', { path: { id }, signal }),
  })

export const timelineQuery = (id: number) =>
  infiniteQueryOptions({
    queryKey: key('instances', 'timeline', { id }),
    queryFn: ({ pageParam, signal }) =>
      call('GET /api/instances/{id}/timeline/', {
        path: { id },
        query: { limit: 100 },
        at: pageParam,
        signal,
      }),
    ...byCursor,
  })

export const testMessageQuery = (id: number) =>
  queryOptions({
    queryKey: key('test-message', 'one', { id }),
    queryFn: ({ signal }): Promise<TestMessage> =>
      call('GET /api/mensagens/{id}/', { path: { id }, signal }),
    staleTime: 0,
  })

export const restartInstance = (id: number, clearsQueue = false) =>
  call('POST /api/instances/{id}/restart/', {
    path: { id },
    body: { clear_queue: clearsQueue },
    timeout: SLOW_MS,
  })

/** São seis idas ao gateway, e a leitura do que ficou. */
export const configureWebhooks = (id: number) =>
  call('POST /api/instances/{id}/configure-webhooks/', { path: { id }, timeout: SLOW_MS })
