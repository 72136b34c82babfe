/** Os números do painel, como `GET /api/stats/` os responde. */
import { queryOptions } from '@tanstack/react-query'
import { call } from '@/api/call'
import { key } from '@/lib/key'
import type { Range } from './ranges'

export type { Checklist, Ledger, Point as StatsPoint, Stats } from '@/api/generated/types.gen'

export interface StatsFilter {
  range: Range
  instance: number | null
  cliente: number | null
}

/** O painel refaz no passo dele (use-stats.ts): a cada aviso de uma rajada, a conta pesaria mais que a própria rajada. */
export const statsQuery = ({ range, instance, cliente }: StatsFilter) =>
  queryOptions({
    queryKey: key('stats', 'all', { range, instance, cliente }),
    queryFn: ({ signal }) =>
      call('GET /api/stats/', {
        query: { range, ...(instance ? { instance } : {}), ...(cliente ? { cliente } : {}) },
        signal,
      }),
    staleTime: 5_000,
    meta: { live: 'self' },
  })
