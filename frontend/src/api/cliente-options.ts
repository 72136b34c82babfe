/** Os clientes para seletores: nome e id, de qualquer tela. */
import { queryOptions } from '@tanstack/react-query'
import type { Cliente } from './generated/types.gen'
import { fetchAll } from './pages'
import { taggedKey } from './tagged-key'

export const clienteOptions = () =>
  queryOptions({
    queryKey: taggedKey('clientesAll', ['clientes']),
    queryFn: ({ signal }) => fetchAll<Cliente>('/api/clientes/', signal),
  })
