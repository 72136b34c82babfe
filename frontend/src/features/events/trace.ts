/** O caminho de um evento em trechos, com quanto cada um levou. */
import type { EventRow } from './model'

type StepName = 'received' | 'stored' | 'claimed' | 'applied' | 'published'

export interface TraceStep {
  name: StepName
  at: string | null
  /** Desde o passo anterior; null no primeiro e nos que ainda não vieram. */
  ms: number | null
  /** Onde a barra começa, na soma dos trechos anteriores. */
  offset: number
  isSlowest: boolean
}

type Times = Pick<
  EventRow,
  | 'received_at'
  | 'stored_at'
  | 'claimed_at'
  | 'applied_at'
  | 'published_at'
  | 'replayed_at'
  | 'first_claimed_at'
  | 'first_applied_at'
>

/**
 * De quando chegou, mesmo reprocessado; se da primeira vez não se aplicou, a espera até ser reivindicado conta do
 * pedido, não da chegada de dias atrás.
 */
export function traceOf(event: Times): { steps: TraceStep[]; total: number } {
  const first = event.first_applied_at
  const times: [StepName, string | null][] = [
    ['received', event.received_at],
    ['stored', event.stored_at],
    ['claimed', first ? event.first_claimed_at : event.claimed_at],
    ['applied', first ?? event.applied_at],
    ['published', first ?? event.published_at],
  ]
  const replayed = event.replayed_at && !first ? Date.parse(event.replayed_at) : null
  let last = Date.parse(event.received_at)
  let total = 0
  const steps = times.map(([name, at], index): TraceStep => {
    const offset = total
    if (at === null || index === 0) return { name, at, ms: null, offset, isSlowest: false }
    const moment = Date.parse(at)
    const since =
      name === 'claimed' && replayed !== null && replayed > last && replayed <= moment
        ? replayed
        : last
    const ms = Math.max(0, moment - since)
    last = Math.max(last, moment)
    total += ms
    return { name, at, ms, offset, isSlowest: false }
  })
  const slowest = steps.reduce<TraceStep | null>(
    (found, step) => ((step.ms ?? 0) > (found?.ms ?? 0) ? step : found),
    null,
  )
  if (slowest) slowest.isSlowest = true
  return { steps, total }
}

/** O último reprocessamento, à parte: do pedido até se aplicar. Nulo: não houve, ou ainda corre. */
export function replayOf({ replayed_at: asked, claimed_at, applied_at }: Times): {
  waitMs: number
  applyMs: number
} | null {
  if (!asked || !claimed_at || !applied_at || Date.parse(applied_at) < Date.parse(asked))
    return null
  return {
    waitMs: Math.max(0, Date.parse(claimed_at) - Date.parse(asked)),
    applyMs: Math.max(0, Date.parse(applied_at) - Date.parse(claimed_at)),
  }
}
