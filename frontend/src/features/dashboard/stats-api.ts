/** Os números do painel, como `GET /api/stats/` os responde. */
import { queryOptions } from '@tanstack/react-query'
import { http } from '@/api/client'
import type { Range } from './ranges'

export interface StatsPoint {
  at: string
  kinds: Record<string, number>
  in: number
  out: number
  failures: number
  p50: number | null
  p95: number | null
}

export interface Ledger {
  received: number
  accepted: number
  duplicates: number
  rejected: Record<string, number>
  pending: number
  processed: number
  ignored: number
  failed: number
}

export interface Checklist {
  has_cliente: boolean
  has_instance: boolean
  has_connected: boolean
  webhooks_verified: boolean
  has_test_message: boolean
  has_operator: boolean
}

export interface Stats {
  instances: Record<string, number>
  messages_24h: { in: number; out: number; by_type: Record<string, number> }
  latency_ms: { p50: number | null; p95: number | null }
  ledger: Ledger
  series: StatsPoint[]
  previous: { events: number; failures: number; in: number; out: number; p95: number | null }
  totals: { events: number; failures: number; in: number; out: number }
  chats_waiting: number
  chats_total: number
  oldest_pending_seconds: number | null
  worker_seen_at: string | null
  failures: { reason: string; n: number }[]
  checklist: Checklist
}

export interface StatsFilter {
  range: Range
  instance: number | null
}

/**
 * Sem etiquetas de propósito: numa rajada o fluxo avisaria 4 vezes por segundo, e refazer a conta
 * a cada aviso pesaria mais que a própria rajada. O painel refaz no passo dele.
 */
export const statsQuery = ({ range, instance }: StatsFilter) =>
  queryOptions({
    queryKey: ['dashboard', { range, instance }],
    queryFn: async ({ signal }) => {
      const { data } = await http.get<Stats>('/api/stats/', {
        params: { range, ...(instance ? { instance } : {}) },
        signal,
      })
      return data
    },
    staleTime: 5_000,
    meta: { live: 'self' },
  })
