import { queryOptions } from '@tanstack/react-query'
import { clientesCreate, clientesDestroy, clientesUpdate } from '@/api/generated/sdk.gen'
import type { Cliente } from '@/api/generated/types.gen'
import { fetchAll } from '@/api/pages'
import { taggedKey } from '@/api/tagged-key'

export type { Cliente }

export const clientesQuery = () =>
  queryOptions({
    queryKey: taggedKey('clientesAll', ['clientes']),
    queryFn: ({ signal }) => fetchAll<Cliente>('/api/clientes/', signal),
  })

export const createCliente = async (name: string) => (await clientesCreate({ body: { name } })).data

export const updateCliente = async (id: number, body: { name?: string; active?: boolean }) =>
  (await clientesUpdate({ path: { id }, body })).data

export const deleteCliente = async (id: number): Promise<void> => {
  await clientesDestroy({ path: { id } })
}
