/** Períodos do painel e as fatias de tempo de cada um. */
export const RANGES = ['1h', '24h', '7d', '30d'] as const
export type Range = (typeof RANGES)[number]

const HOUR = 3_600_000
const DAY = 24 * HOUR
const SPAN: Record<Range, number> = { '1h': HOUR, '24h': DAY, '7d': 7 * DAY, '30d': 30 * DAY }

export function parseRange(value: string | null): Range {
  return RANGES.find((range) => range === value) ?? '24h'
}

export const stepOf = (range: Range): number => (range === '30d' ? DAY : HOUR)

export const startOf = (range: Range, now: number): number => now - SPAN[range]

/**
 * Todas as fatias do período, também as sem dados, alinhadas à primeira que veio do servidor
 * (o dia dele começa onde ele disser). A última é a que ainda corre.
 */
export function slotsOf(range: Range, known: readonly string[], now: number): number[] {
  const step = stepOf(range)
  const first = known[0] ? Date.parse(known[0]) : Math.floor(now / step) * step
  const phase = ((first % step) + step) % step
  const last = Math.floor((now - phase) / step) * step + phase
  const start = Math.floor((startOf(range, now) - phase) / step) * step + phase
  const slots: number[] = []
  for (let at = start; at <= last; at += step) slots.push(at)
  return slots
}

/** Cada fatia com o seu ponto, ou null onde o servidor não contou nada: buraco, não zero. */
export function alignSeries<T extends { at: string }>(
  slots: readonly number[],
  series: readonly T[],
): (T | null)[] {
  const byTime = new Map(series.map((point) => [Date.parse(point.at), point]))
  return slots.map((at) => byTime.get(at) ?? null)
}
