/** As instâncias que a pessoa vê, todas, de qualquer tela: uma lista só no cache, lida até o fim. */
import { queryOptions } from '@tanstack/react-query'
import { key } from '@/lib/key'
import { fetchAll } from './pages'

/** `cliente` null: as de todos que a pessoa vê. */
export const instanceOptions = (cliente: number | null = null) =>
  queryOptions({
    queryKey: key('instances', 'all'),
    queryFn: ({ signal }) => fetchAll('GET /api/instances/', signal),
    select: (rows) => (cliente === null ? rows : rows.filter((row) => row.cliente === cliente)),
  })
