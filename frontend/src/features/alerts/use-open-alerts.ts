import { useQuery } from '@tanstack/react-query'
import type { AlertCounts } from '@/api/generated/types.gen'
import { getJson } from '@/api/json'
import { taggedKey } from '@/api/tagged-key'

/** Separada de alerts-api.ts: o trilho a usa em toda tela e não precisa do resto. */
export const alertCountsQuery = () => ({
  queryKey: taggedKey('alertsCounts', ['alerts']),
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    getJson<AlertCounts>('/api/alerts/counts/', { signal }),
})

/** Alertas abertos, para o trilho. */
export function useOpenAlerts(): number {
  const { data } = useQuery(alertCountsQuery())
  return data?.open ?? 0
}
