import { useQuery } from '@tanstack/react-query'
import { call } from '@/api/call'
import { key } from '@/lib/key'
import type { Gap } from './rows'

const SHOWN = 100
/** Reiniciar leva segundos: só o que durou merece interromper a conversa. */
const SHORTEST_MS = 60_000

/** As quedas da instância que podem ter custado mensagens; `late` chegaram depois e não faltam. */
export function useGaps(instanceId: number): Gap[] {
  const { data } = useQuery({
    queryKey: key('instances', 'gaps', { id: instanceId }),
    queryFn: ({ signal }) =>
      call('GET /api/instances/{id}/downtimes/', {
        path: { id: instanceId },
        query: { limit: SHOWN },
        signal,
      }),
    select: ({ results }) => results.filter(isLong),
    staleTime: 60_000,
  })
  return data ?? NONE
}

function isLong({ start, end }: Gap): boolean {
  return end === null || Date.parse(end) - Date.parse(start) >= SHORTEST_MS
}

const NONE: Gap[] = []
