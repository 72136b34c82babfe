import { useQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import { instancesLimits } from '@/api/generated/sdk.gen'

/** Por que o plano da instância não deixa; null se deixa ou se ainda não se sabe (o gateway dirá). */
export function useLimits(instanceId: number): (feature: string) => string | null {
  const { data } = useQuery({
    queryKey: [{ _id: 'chatsLimits', tags: ['instances'], id: instanceId }],
    queryFn: async ({ signal }) =>
      (await instancesLimits({ path: { id: instanceId }, signal })).data,
    staleTime: 5 * 60_000,
  })
  return useCallback(
    (feature: string) => data?.features.find(({ name }) => name === feature)?.reason ?? null,
    [data],
  )
}
