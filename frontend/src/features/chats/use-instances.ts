import { useQuery } from '@tanstack/react-query'
import { fetchInstances } from './chats-api'
import type { InstanceRow } from './model'

/** As instâncias que a pessoa vê: nome na lista, filtro e faixa de «desconectada». */
export function useInstances(): InstanceRow[] {
  const { data } = useQuery({
    queryKey: [{ _id: 'chatsInstances', tags: ['instances'] }],
    queryFn: ({ signal }) => fetchInstances(signal),
    staleTime: 60_000,
  })
  return data ?? EMPTY
}

const EMPTY: InstanceRow[] = []
