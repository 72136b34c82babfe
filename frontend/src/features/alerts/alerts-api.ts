/** O que as telas de alertas perguntam. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { call } from '@/api/call'
import { key } from '@/lib/key'
import { byCursor, fetchAll } from '@/api/pages'

/** Os por resolver: poucos, e por isso de uma vez. */
export const activeAlertsQuery = (instance: number | null) =>
  queryOptions({
    queryKey: key('alerts', 'active', { instance }),
    queryFn: async ({ signal }) => {
      const page = await call('GET /api/alerts/', {
        query: {
          limit: 200,
          state: ['open', 'acknowledged', 'silenced'],
          ...(instance ? { instance } : {}),
        },
        signal,
      })
      return page.results
    },
  })

export const resolvedAlertsQuery = (instance: number | null) =>
  infiniteQueryOptions({
    queryKey: key('alerts', 'resolved', { instance }),
    queryFn: ({ pageParam, signal }) =>
      call('GET /api/alerts/', {
        query: { limit: 30, state: ['resolved'], ...(instance ? { instance } : {}) },
        at: pageParam,
        signal,
      }),
    ...byCursor,
  })

export const alertQuery = (id: number) =>
  queryOptions({
    queryKey: key('alerts', 'one', { id }),
    queryFn: ({ signal }) => call('GET /api/alerts/{id}/', { path: { id }, signal }),
  })

/** De que cliente: quem administra diz, o gestor só tem o seu. */
export const ofCliente = (cliente: number | null) => (cliente ? { cliente } : {})

export const rulesQuery = (cliente: number | null) =>
  queryOptions({
    queryKey: key('alert-rules', 'rules', { cliente }),
    queryFn: ({ signal }) => call('GET /api/alerts/rules/', { query: ofCliente(cliente), signal }),
  })

export const channelsQuery = () =>
  queryOptions({
    queryKey: key('alert-rules', 'channels'),
    queryFn: ({ signal }) => fetchAll('GET /api/alert-channels/', signal),
  })
