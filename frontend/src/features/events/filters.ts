/** Os filtros da lista vivem na URL; daqui vão à tela, à API e ao reprocessamento. */
import { KINDS, STATES, type EventKind, type EventStateName } from './model'

export interface EventFilters {
  cliente: number | null
  /** A lista dobrada: uma linha por erro. */
  isByError: boolean
  states: EventStateName[]
  kinds: EventKind[]
  instance: number | null
  after: string | null
  before: string | null
  q: string
}

export const NO_FILTERS: EventFilters = {
  cliente: null,
  isByError: false,
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

function parseId(value: string | null): number | null {
  const id = Number(value)
  return Number.isInteger(id) && id > 0 ? id : null
}

function parseTime(value: string | null): string | null {
  if (!value) return null
  const at = Date.parse(value)
  return Number.isNaN(at) ? null : new Date(at).toISOString()
}

export function parseFilters(params: URLSearchParams): EventFilters {
  return {
    cliente: parseId(params.get('cliente')),
    isByError: params.get('group') === 'error',
    states: parseMany(params, 'state', STATES),
    kinds: parseMany(params, 'kind', KINDS),
    instance: parseId(params.get('instance')),
    after: parseTime(params.get('received_after')),
    before: parseTime(params.get('received_before')),
    q: params.get('q')?.trim() ?? '',
  }
}

export function toSearch(filters: EventFilters): string {
  const params = new URLSearchParams()
  if (filters.cliente) params.set('cliente', String(filters.cliente))
  if (filters.states.length > 0) params.set('state', filters.states.join(','))
  if (filters.kinds.length > 0) params.set('kind', filters.kinds.join(','))
  if (filters.instance) params.set('instance', String(filters.instance))
  if (filters.after) params.set('received_after', filters.after)
  if (filters.before) params.set('received_before', filters.before)
  if (filters.q) params.set('q', filters.q)
  if (filters.isByError) params.set('group', 'error')
  const text = params.toString()
  return text ? `?${text}` : ''
}

/** Os mesmos nomes para a lista, as contagens e o reprocessamento. */
export function toApi(filters: EventFilters) {
  return {
    ...(filters.cliente ? { cliente: filters.cliente } : {}),
    ...(filters.states.length > 0 ? { state: filters.states } : {}),
    ...(filters.kinds.length > 0 ? { kind: filters.kinds } : {}),
    ...(filters.instance ? { instance: filters.instance } : {}),
    ...(filters.after ? { received_after: filters.after } : {}),
    ...(filters.before ? { received_before: filters.before } : {}),
    ...(filters.q ? { q: filters.q } : {}),
  }
}

/** O cliente é o recorte da casa, não um filtro da lista. */
export const isFiltered = (filters: EventFilters): boolean =>
  toSearch({ ...filters, cliente: null, isByError: false }) !== ''
