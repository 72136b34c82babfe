/** O que o plano da instância deixa, de qualquer tela. */
import { queryOptions } from '@tanstack/react-query'
import { call } from './call'
import { key } from '@/lib/key'

export const limitsOptions = (id: number) =>
  queryOptions({
    queryKey: key('instances', 'limits', { id }),
    queryFn: ({ signal }) => call('GET /api/instances/{id}/limits/', { path: { id }, signal }),
  })
