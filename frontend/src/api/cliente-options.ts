/** Os clientes para seletores, de qualquer tela. */
import { queryOptions } from '@tanstack/react-query'
import { fetchAll } from './pages'
import { taggedKey } from './tagged-key'

export interface ClienteOption {
  id: number
  name: string
  active: boolean
}

export const clienteOptions = () =>
  queryOptions({
    queryKey: taggedKey('clientesAll', ['clientes']),
    queryFn: ({ signal }) => fetchAll<ClienteOption>('/api/clientes/', signal),
  })
