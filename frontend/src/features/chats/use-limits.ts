import { useQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import { limitsOptions } from '@/api/instance-limits'

/** Por que o plano da instância não deixa; null se deixa ou se ainda não se sabe (o gateway dirá). */
export function useLimits(instanceId: number): (feature: string) => string | null {
  const { data } = useQuery({ ...limitsOptions(instanceId), staleTime: 5 * 60_000 })
  return useCallback(
    (feature: string) => data?.features.find(({ name }) => name === feature)?.reason ?? null,
    [data],
  )
}
