/** O contato e o grupo de uma conversa, para o painel de detalhes. */
import { queryOptions } from '@tanstack/react-query'
import type { ContactDetail, Group, GroupDetail } from '@/api/generated/types.gen'
import { getJson, postJson } from '@/api/json'
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

/** Uma ida ao gateway, que pode levar 15 s. */
export const refreshGroup = (id: number) =>
  postJson<GroupDetail>(`/api/groups/${id}/refresh/`, {}, { timeout: 60_000 })
