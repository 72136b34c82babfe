import { useQuery } from '@tanstack/react-query'
import { alertsCounts } from '@/api/generated/sdk.gen'
import { taggedKey } from '@/api/tagged-key'

/** Separada de alerts-api.ts: o trilho a usa em toda tela e não precisa do resto. */
export const alertCountsQuery = () => ({
  queryKey: taggedKey('alertsCounts', ['alerts']),
  queryFn: async ({ signal }: { signal: AbortSignal }) => (await alertsCounts({ signal })).data,
})

/** Alertas abertos, para o trilho. */
export function useOpenAlerts(): number {
  const { data } = useQuery(alertCountsQuery())
  return data?.open ?? 0
}
