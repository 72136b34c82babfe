/** As instâncias para filtros e seletores: nome e id, de qualquer tela. */
import { queryOptions } from '@tanstack/react-query'
import { fetchAll } from './pages'
import { taggedKey } from './tagged-key'

export interface InstanceOption {
  id: number
  name: string
  status: string
  status_reason: string | null
  last_status: string | null
  status_since: string | null
}

export const instanceOptions = () =>
  queryOptions({
    queryKey: taggedKey('instancesAll', ['instances']),
    queryFn: ({ signal }) => fetchAll<InstanceOption>('/api/instances/', signal),
  })
