import { paths } from '@/lib/paths'

interface EventsLink {
  instance: number | null
  after?: number
  before?: number
  state?: string
  kinds?: readonly string[]
  q?: string
}

/** Do gráfico à lista: os mesmos nomes que `/events` lê na URL. */
export function eventsLink({ instance, after, before, state, kinds, q }: EventsLink): string {
  const query = new URLSearchParams()
  if (state) query.set('state', state)
  if (kinds && kinds.length > 0) query.set('kind', kinds.join(','))
  if (instance) query.set('instance', String(instance))
  if (after !== undefined) query.set('received_after', new Date(after).toISOString())
  if (before !== undefined) query.set('received_before', new Date(before).toISOString())
  if (q) query.set('q', q)
  const text = query.toString()
  return text ? `${paths.events}?${text}` : paths.events
}
