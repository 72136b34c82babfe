/** O contato e o grupo de uma conversa, e o que se faz ao grupo. */
import { queryOptions } from '@tanstack/react-query'
import type { ContactDetail, Group, GroupDetail } from '@/api/generated/types.gen'
import { http } from '@/api/client'
import { getJson, patchJson, postJson } from '@/api/json'
import { fetchPage } from '@/api/pages'
import { taggedKey } from '@/api/tagged-key'

export const chatContactQuery = (id: number) =>
  queryOptions({
    queryKey: taggedKey('contactsRetrieve', ['contacts'], { path: { id } }),
    queryFn: ({ signal }) => getJson<ContactDetail>(`/api/contacts/${id}/`, { signal }),
  })

/** Nulo: o grupo ainda não foi lido do WhatsApp. */
export const chatGroupQuery = (chat: number) =>
  queryOptions({
    queryKey: taggedKey('groupOfChat', ['groups'], { chat }),
    queryFn: async ({ signal }): Promise<GroupDetail | null> => {
      const { results } = await fetchPage<Group>('/api/groups/', {
        params: { chat, limit: 1 },
        signal,
      })
      const [group] = results
      return group ? getJson<GroupDetail>(`/api/groups/${group.id}/`, { signal }) : null
    },
  })

/** Uma ida ao gateway, que pode levar 15 s; cada mudança são duas: fazer, e ler como ficou. */
const SLOW = { timeout: 90_000 }

interface GroupChanges {
  subject?: string
  description?: string
  picture?: string
  announce?: boolean
  restrict?: boolean
}

export const refreshGroup = (id: number) =>
  postJson<GroupDetail>(`/api/groups/${id}/refresh/`, {}, SLOW)

export const changeGroup = (id: number, changes: GroupChanges) =>
  patchJson<GroupDetail>(`/api/groups/${id}/`, changes, SLOW)

export const addMembers = (id: number, phones: string[]) =>
  postJson<GroupDetail>(`/api/groups/${id}/members/`, { phones }, SLOW)

export const makeAdmin = (id: number, address: string) =>
  postJson<GroupDetail>(`/api/groups/${id}/admins/`, { phones: [address] }, SLOW)

export const leaveGroup = (id: number) =>
  postJson<GroupDetail>(`/api/groups/${id}/leave/`, {}, SLOW)

export const revokeInvite = (id: number) =>
  postJson<GroupDetail>(`/api/groups/${id}/revoke-invite/`, {}, SLOW)

/** Um DELETE não leva corpo: quem sai vai no endereço, e a resposta é o grupo. */
async function remove(path: string, address: string): Promise<GroupDetail> {
  return (await http.delete<GroupDetail>(path, { params: { phones: address }, ...SLOW })).data
}

export const removeMember = (id: number, address: string) =>
  remove(`/api/groups/${id}/members/`, address)

export const removeAdmin = (id: number, address: string) =>
  remove(`/api/groups/${id}/admins/`, address)
