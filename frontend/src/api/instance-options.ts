/** As instâncias para filtros e seletores: nome e id, de qualquer tela. */
import { queryOptions } from '@tanstack/react-query'
import { fetchAll } from './pages'
import { taggedKey } from './tagged-key'

export interface InstanceOption {
  id: number
  cliente: number
  name: string
  status: string
  status_reason: string | null
  last_status: string | null
  status_since: string | null
}

/** `cliente` null: as de todos que a pessoa vê. */
export const instanceOptions = (cliente: number | null = null) =>
  queryOptions({
    queryKey: taggedKey('instancesAll', ['instances']),
    queryFn: ({ signal }) => fetchAll<InstanceOption>('/api/instances/', signal),
    select: (rows) => (cliente === null ? rows : rows.filter((row) => row.cliente === cliente)),
  })
