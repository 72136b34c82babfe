import { queryOptions, useQuery } from '@tanstack/react-query'
import { call } from '@/api/call'
import { key } from '@/lib/key'

/** Separada de alerts-api.ts: o trilho a usa em toda tela e não precisa do resto. */
export const alertCountsQuery = () =>
  queryOptions({
    queryKey: key('alerts', 'counts'),
    queryFn: ({ signal }) => call('GET /api/alerts/counts/', { signal }),
  })

/** Alertas abertos, para o trilho. */
export function useOpenAlerts(): number {
  const { data } = useQuery(alertCountsQuery())
  return data?.open ?? 0
}
