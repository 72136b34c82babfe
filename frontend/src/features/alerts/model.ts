/** O que a tela de alertas lê da API, e o que ela deriva. */
import type { Alert } from '@/api/generated/types.gen'
import { paths } from '@/lib/paths'

export type {
  Alert,
  AlertChannelKind as ChannelKind,
  Channel,
  Rule,
} from '@/api/generated/types.gen'

export const STATES = ['open', 'acknowledged', 'silenced', 'resolved'] as const
export type StateName = (typeof STATES)[number]

/** Repetido ou separado por vírgula; o que não existe é deixado de lado. */
export function parseStates(params: URLSearchParams): StateName[] {
  const asked = params.getAll('state').flatMap((value) => value.split(','))
  return STATES.filter((state) => asked.includes(state))
}

/** Desde quando está aberto desta vez: o que voltou logo reabre o mesmo alerta. */
export function sinceOf({
  returned_at,
  opened_at,
}: Pick<Alert, 'returned_at' | 'opened_at'>): string {
  return returned_at ?? opened_at
}

/** Abertos primeiro, o mais antigo antes: é o que espera há mais tempo. */
export function mostUrgentFirst(
  a: Pick<Alert, 'state' | 'opened_at' | 'returned_at' | 'id'>,
  b: Pick<Alert, 'state' | 'opened_at' | 'returned_at' | 'id'>,
): number {
  const order = STATES.indexOf(a.state) - STATES.indexOf(b.state)
  return order || Date.parse(sinceOf(a)) - Date.parse(sinceOf(b)) || a.id - b.id
}

/** Onde se resolve, quando é uma página; o disjuntor é um ato, e o disco não é daqui. */
export function placeToAct({
  kind,
  instance,
}: Pick<Alert, 'kind' | 'instance'>): { to: string; forManagers: boolean } | null {
  const suffix = instance ? `&instance=${instance}` : ''
  switch (kind) {
    case 'failures':
    case 'parked_events':
      return { to: `${paths.events}?state=failed${suffix}`, forManagers: true }
    case 'backlog':
      return { to: `${paths.events}?state=pending${suffix}`, forManagers: true }
    case 'latency':
      return { to: paths.dashboard, forManagers: true }
    case 'backup':
      return { to: paths.settingsSection('backup'), forManagers: true }
    case 'unknown_sends':
      return {
        to: instance ? `${paths.chats}?instance=${instance}` : paths.chats,
        forManagers: false,
      }
    default:
      break
  }
  if (!instance) return null
  switch (kind) {
    case 'disconnected':
      return { to: paths.instanceConnect(instance), forManagers: true }
    case 'no_signal':
      return { to: paths.instance(instance), forManagers: false }
    case 'queue':
      return { to: `${paths.instance(instance)}/limits`, forManagers: false }
    case 'plan_expiring':
      return { to: `${paths.instance(instance)}/limits`, forManagers: false }
    default:
      return null
  }
}

/** Entre que valores a série andou, e de quando a quando; null onde não há o que desenhar. */
export function extremesOf(
  series: Alert['series'],
): { min: number; max: number; from: string; to: string } | null {
  const known = (series ?? []).flatMap(({ at, value }) => (value === null ? [] : [{ at, value }]))
  const [first] = known
  const last = known.at(-1)
  if (!first || !last || first === last) return null
  const values = known.map(({ value }) => value)
  return { min: Math.min(...values), max: Math.max(...values), from: first.at, to: last.at }
}

export type SilenceLength = '1h' | '8h' | 'tomorrow'

/** «Até amanhã» é o começo do expediente, não a meia-noite. */
export function silenceEnd(length: SilenceLength, now: Date): Date {
  if (length === 'tomorrow') {
    return new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1, 8)
  }
  return new Date(now.getTime() + (length === '1h' ? 1 : 8) * 3_600_000)
}
