/**
 * As conversas que esta aba já tem, pelas chaves do cache, e o que se pede de novas sem as funções de features/chats:
 * importá-las daqui partiria em mais pedaços a primeira carga das conversas.
 */
import type { InfiniteData, QueryClient } from '@tanstack/react-query'
import { http } from '@/api/client'
import { fetchPage, type Page } from '@/api/pages'
import type { Chat as ApiChat } from '@/api/generated/types.gen'

export type Chat = Pick<
  ApiChat,
  'id' | 'cliente' | 'kind' | 'name' | 'phone' | 'instance_name' | 'unread_count'
>

export function knownChats(client: QueryClient): Chat[] {
  const rows = client
    .getQueriesData<InfiniteData<Page<Chat>>>({ queryKey: [{ _id: 'chatsRows' }] })
    .flatMap(([, data]) => data?.pages.flatMap(({ results }) => results) ?? [])
  const open = client.getQueriesData<Chat>({ queryKey: [{ _id: 'chatsRow' }] })
  return [...rows, ...open.flatMap(([, chat]) => chat ?? [])]
}

const ASKED = 10

export async function searchChats(
  search: string,
  cliente: number | null,
  signal: AbortSignal,
): Promise<Chat[]> {
  const params = { limit: ASKED, search, ...(cliente === null ? {} : { cliente }) }
  return (await fetchPage<Chat>('/api/chats/', { params, signal })).results
}

/** A linha se corrige pelo fluxo. */
export const markRead = (id: number) => http.post(`/api/chats/${id}/read/`, {})
