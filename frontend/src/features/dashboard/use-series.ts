import { useMemo } from 'react'
import { useFormat } from '@/hooks/use-format'
import { useNow } from '@/hooks/use-now'
import { alignSeries, slotsOf, stepOf, type Range } from './ranges'
import type { StatsPoint } from './stats-api'

/** A série já posta nas fatias do período, com as palavras de cada uma. */
export function useSeries(range: Range, series: readonly StatsPoint[]) {
  const format = useFormat()
  const now = useNow()
  const stepMs = stepOf(range)
  const isDaily = range === '30d'
  // A fatia só muda de hora em hora; o relógio bate a cada meio minuto.
  const hour = Math.floor(now / 3_600_000)
  const slots = useMemo(
    () =>
      slotsOf(
        range,
        series.map(({ at }) => at),
        (hour + 1) * 3_600_000 - 1,
      ),
    [range, series, hour],
  )
  const points = useMemo(() => alignSeries(slots, series), [slots, series])
  return useMemo(() => {
    const iso = (at: number) => new Date(at).toISOString()
    const when = (index: number) => {
      const at = slots[index]
      if (at === undefined) return ''
      if (isDaily) return format.date(iso(at))
      const hours = `${format.time(iso(at))}–${format.time(iso(at + stepMs))}`
      return range === '7d' ? `${format.shortDay(iso(at))}, ${hours}` : hours
    }
    const tick = (at: number) =>
      isDaily || (range === '7d' && new Date(at).getHours() === 0)
        ? format.shortDay(iso(at))
        : format.time(iso(at))
    return { slots, points, stepMs, isDaily, when, tick, format }
  }, [slots, points, stepMs, isDaily, range, format])
}

export type Series = ReturnType<typeof useSeries>
