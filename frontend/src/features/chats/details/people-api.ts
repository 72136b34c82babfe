/** O contato e o grupo de uma conversa, e o que se faz ao grupo. */
import { queryOptions } from '@tanstack/react-query'
import { call, SLOW_MS } from '@/api/call'
import type { GroupDetail, PatchedGroupUpdateRequest } from '@/api/generated/types.gen'
import { key } from '@/lib/key'

export const chatContactQuery = (id: number) =>
  queryOptions({
    queryKey: key('contacts', 'one', { id }),
    queryFn: ({ signal }) => call('GET /api/contacts/{id}/', { path: { id }, signal }),
  })

/** Nulo: o grupo ainda não foi lido do WhatsApp. */
export const chatGroupQuery = (chat: number) =>
  queryOptions({
    queryKey: key('groups', 'of-chat', { chat }),
    queryFn: async ({ signal }): Promise<GroupDetail | null> => {
      const { results } = await call('GET /api/groups/', { query: { chat, limit: 1 }, signal })
      const [group] = results
      return group ? call('GET /api/groups/{id}/', { path: { id: group.id }, signal }) : null
    },
  })

/** Cada mudança são duas idas ao gateway: fazer, e ler como ficou. */
const asked = (id: number) => ({ path: { id }, timeout: SLOW_MS })

export const refreshGroup = (id: number) => call('POST /api/groups/{id}/refresh/', asked(id))

export const changeGroup = (id: number, body: PatchedGroupUpdateRequest) =>
  call('PATCH /api/groups/{id}/', { ...asked(id), body })

export const addMembers = (id: number, phones: string[]) =>
  call('POST /api/groups/{id}/members/', { ...asked(id), body: { phones } })

export const makeAdmin = (id: number, address: string) =>
  call('POST /api/groups/{id}/admins/', { ...asked(id), body: { phones: [address] } })

export const leaveGroup = (id: number) => call('POST /api/groups/{id}/leave/', asked(id))

export const revokeInvite = (id: number) => call('POST /api/groups/{id}/revoke-invite/', asked(id))

/** Um DELETE não leva corpo: quem sai vai no endereço, e a resposta é o grupo. */
export const removeMember = (id: number, address: string) =>
  call('DELETE /api/groups/{id}/members/', { ...asked(id), query: { phones: address } })

export const removeAdmin = (id: number, address: string) =>
  call('DELETE /api/groups/{id}/admins/', { ...asked(id), query: { phones: address } })
