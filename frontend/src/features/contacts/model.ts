/** O que as telas de contatos leem da API, e os filtros delas, que moram na URL. */
import type { Contact } from '@/api/generated/types.gen'
import { formatPhone } from '@/lib/format'

export type { Alias, Contact, ContactDetail, ImportReport } from '@/api/generated/types.gen'

export interface ContactFilters {
  /** O recorte da administração: não conta como filtro, e «limpar» não o tira. */
  cliente: number | null
  search: string
  instance: number | null
  isHidden: boolean
  isBlocked: boolean
}

function parseId(value: string | null): number | null {
  const id = Number(value)
  return Number.isInteger(id) && id > 0 ? id : null
}

export function parseFilters(params: URLSearchParams): ContactFilters {
  return {
    cliente: parseId(params.get('cliente')),
    search: params.get('q')?.trim() ?? '',
    instance: parseId(params.get('instance')),
    isHidden: params.get('kind') === 'lid',
    isBlocked: params.get('blocked') === '1',
  }
}

export function isFiltered({ search, instance, isHidden, isBlocked }: ContactFilters): boolean {
  return search !== '' || instance !== null || isHidden || isBlocked
}

/** Os nomes da API, para a lista e para o CSV. */
export function toApi({ cliente, search, instance, isHidden, isBlocked }: ContactFilters) {
  return {
    ...(search ? { search } : {}),
    ...(cliente ? { cliente } : {}),
    ...(instance ? { instance } : {}),
    ...(isHidden ? { kind: 'lid' as const } : {}),
    ...(isBlocked ? { blocked: true } : {}),
  }
}

/** Nome, senão o número, senão o que houver: uma pessoa nunca fica sem como ser chamada. */
export function nameOf(contact: Pick<Contact, 'name' | 'phone'>, fallback: string): string {
  return contact.name ?? (contact.phone ? formatPhone(contact.phone) : fallback)
}
