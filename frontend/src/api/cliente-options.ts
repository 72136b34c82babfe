/** Os clientes para seletores: nome e id, de qualquer tela. */
import { queryOptions } from '@tanstack/react-query'
import { key } from '@/lib/key'
import { fetchAll } from './pages'

export const clienteOptions = () =>
  queryOptions({
    queryKey: key('clientes', 'all'),
    queryFn: ({ signal }) => fetchAll('GET /api/clientes/', signal),
  })
