import { clientesCreate, clientesDestroy, clientesUpdate } from '@/api/generated/sdk.gen'
import type { Cliente } from '@/api/generated/types.gen'

export type { Cliente }

export const createCliente = async (name: string) => (await clientesCreate({ body: { name } })).data

export const updateCliente = async (id: number, body: { name?: string; active?: boolean }) =>
  (await clientesUpdate({ path: { id }, body })).data

export const deleteCliente = async (id: number): Promise<void> => {
  await clientesDestroy({ path: { id } })
}
