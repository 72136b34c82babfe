/** Das mudanças de estado aos trechos: quanto tempo em cada um. */
import type { Transition } from './model'

export interface Stretch {
  id: number
  status: string
  status_reason: string | null
  start: number
  /** null: ainda está assim. */
  end: number | null
  cause: Transition['cause'] | null
  message: string | null
  event: number | null
}

/** Cada mudança (a mais nova primeiro) dura até a seguinte. */
export function stretchesOf(transitions: readonly Transition[]): Stretch[] {
  return transitions.map((transition, index) => {
    const next = transitions[index - 1]
    return {
      id: transition.id,
      status: transition.status,
      status_reason: transition.status_reason,
      start: Date.parse(transition.at),
      end: next ? Date.parse(next.at) : null,
      cause: transition.cause,
      message: transition.message,
      event: transition.event,
    }
  })
}

export interface Segment {
  key: string
  status: string | null
  status_reason: string | null
  start: number
  end: number
}

/**
 * A faixa [from, now] em pedaços, do mais antigo ao mais novo. O que vem antes da primeira mudança
 * conhecida é o estado anterior dela; sem isso fica sem dados (null).
 */
export function segmentsOf(
  transitions: readonly Transition[],
  from: number,
  now: number,
): Segment[] {
  const stretches = stretchesOf(transitions).reverse()
  const segments: Segment[] = []
  const oldest = stretches[0]
  if (!oldest || oldest.start > from) {
    segments.push({
      key: 'before',
      status: transitions.at(-1)?.previous_status ?? null,
      status_reason: null,
      start: from,
      end: Math.min(oldest?.start ?? now, now),
    })
  }
  for (const { id, status, status_reason, start, end } of stretches) {
    const until = Math.min(end ?? now, now)
    if (until <= from || start >= now) continue
    segments.push({
      key: String(id),
      status,
      status_reason,
      start: Math.max(start, from),
      end: until,
    })
  }
  return segments.filter((segment) => segment.end > segment.start)
}
