import { queryOptions } from '@tanstack/react-query'
import { usersCreate, usersDestroy, usersUpdate } from '@/api/generated/sdk.gen'
import type { UserWriteRequest } from '@/api/generated/types.gen'
import { fetchAll } from '@/api/pages'
import { taggedKey } from '@/api/tagged-key'
import type { User } from './model'

export type UserInput = Omit<UserWriteRequest, 'language' | 'theme'>

export const usersQuery = () =>
  queryOptions({
    queryKey: taggedKey('usersAll', ['users']),
    queryFn: ({ signal }) => fetchAll<User>('/api/users/', signal),
  })

export const createUser = async (body: UserInput) => (await usersCreate({ body })).data

export const updateUser = async (id: number, body: Partial<UserInput>) =>
  (await usersUpdate({ path: { id }, body })).data

export const deleteUser = async (id: number): Promise<void> => {
  await usersDestroy({ path: { id } })
}
