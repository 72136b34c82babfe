/** Os números do painel, como `GET /api/stats/` os responde. */
import { queryOptions } from '@tanstack/react-query'
import { stats } from '@/api/generated/sdk.gen'
import type { Range } from './ranges'

export type { Checklist, Ledger, Point as StatsPoint, Stats } from '@/api/generated/types.gen'

export interface StatsFilter {
  range: Range
  instance: number | null
  cliente: number | null
}

/**
 * Sem etiquetas de propósito: numa rajada o fluxo avisaria 4 vezes por segundo, e refazer a conta
 * a cada aviso pesaria mais que a própria rajada. O painel refaz no passo dele.
 */
export const statsQuery = ({ range, instance, cliente }: StatsFilter) =>
  queryOptions({
    queryKey: ['dashboard', { range, instance, cliente }],
    queryFn: async ({ signal }) => {
      const { data } = await stats({
        query: { range, ...(instance ? { instance } : {}), ...(cliente ? { cliente } : {}) },
        signal,
      })
      return data
    },
    staleTime: 5_000,
    meta: { live: 'self' },
  })
