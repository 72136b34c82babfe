import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { key } from '@/lib/key'
import { useLive } from '@/live/use-live'
import { statsQuery, type StatsFilter } from './stats-api'

const PACE_MS = 5_000
const IDLE_MS = 60_000

/** Os números, refeitos no máximo a cada 5 s quando algo mudou, e a cada minuto de qualquer modo. */
export function useStats(filter: StatsFilter, isPaused: boolean) {
  const client = useQueryClient()
  const options = statsQuery(filter)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const query = useQuery({
    ...options,
    refetchInterval: isPaused ? false : IDLE_MS,
    placeholderData: (previous) => previous,
  })

  useLive(() => {
    if (isPaused || timer.current) return
    timer.current = setTimeout(() => {
      timer.current = undefined
      void client.invalidateQueries({ queryKey: key('stats') })
    }, PACE_MS)
  })
  useEffect(
    () => () => {
      clearTimeout(timer.current)
      timer.current = undefined
    },
    [],
  )
  return query
}
