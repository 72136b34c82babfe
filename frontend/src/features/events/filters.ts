/** Os filtros da lista vivem na URL; daqui vão à tela, à API e ao reprocessamento. */
import { KINDS, STATES, type EventKind, type EventStateName } from './model'

export interface EventFilters {
  states: EventStateName[]
  kinds: EventKind[]
  instance: number | null
  after: string | null
  before: string | null
  q: string
}

export const NO_FILTERS: EventFilters = {
  states: [],
  kinds: [],
  instance: null,
  after: null,
  before: null,
  q: '',
}

/** Aceita repetido e separado por vírgula; o que não existe é deixado de lado. */
function parseMany<T extends string>(params: URLSearchParams, name: string, known: readonly T[]) {
  const asked = params.getAll(name).flatMap((value) => value.split(','))
  return known.filter((value) => asked.includes(value))
}

function parseTime(value: string | null): string | null {
  if (!value) return null
  const at = Date.parse(value)
  return Number.isNaN(at) ? null : new Date(at).toISOString()
}

export function parseFilters(params: URLSearchParams): EventFilters {
  const instance = Number(params.get('instance'))
  return {
    states: parseMany(params, 'state', STATES),
    kinds: parseMany(params, 'kind', KINDS),
    instance: Number.isInteger(instance) && instance > 0 ? instance : null,
    after: parseTime(params.get('received_after')),
    before: parseTime(params.get('received_before')),
    q: params.get('q')?.trim() ?? '',
  }
}

export function toSearch(filters: EventFilters): string {
  const params = new URLSearchParams()
  if (filters.states.length > 0) params.set('state', filters.states.join(','))
  if (filters.kinds.length > 0) params.set('kind', filters.kinds.join(','))
  if (filters.instance) params.set('instance', String(filters.instance))
  if (filters.after) params.set('received_after', filters.after)
  if (filters.before) params.set('received_before', filters.before)
  if (filters.q) params.set('q', filters.q)
  const text = params.toString()
  return text ? `?${text}` : ''
}

/** Os mesmos nomes para a lista, as contagens e o reprocessamento. */
export function toApi(filters: EventFilters) {
  return {
    ...(filters.states.length > 0 ? { state: filters.states } : {}),
    ...(filters.kinds.length > 0 ? { kind: filters.kinds } : {}),
    ...(filters.instance ? { instance: filters.instance } : {}),
    ...(filters.after ? { received_after: filters.after } : {}),
    ...(filters.before ? { received_before: filters.before } : {}),
    ...(filters.q ? { q: filters.q } : {}),
  }
}

export const isFiltered = (filters: EventFilters): boolean => toSearch(filters) !== ''
