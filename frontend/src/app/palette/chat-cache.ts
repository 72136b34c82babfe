/**
 * As conversas que esta aba já tem, pelas chaves do cache, e o que se pede de novas sem as funções de features/chats:
 * importá-las daqui partiria em mais pedaços a primeira carga das conversas.
 */
import type { InfiniteData, QueryClient } from '@tanstack/react-query'
import { call } from '@/api/call'
import { key } from '@/lib/key'
import type { Page } from '@/api/pages'
import type { Chat as ApiChat } from '@/api/generated/types.gen'

export type Chat = Pick<
  ApiChat,
  'id' | 'cliente' | 'kind' | 'name' | 'phone' | 'instance_name' | 'unread_count'
>

export function knownChats(client: QueryClient): Chat[] {
  const rows = client
    .getQueriesData<InfiniteData<Page<Chat>>>({ queryKey: key('chats', 'rows') })
    .flatMap(([, data]) => data?.pages.flatMap(({ results }) => results) ?? [])
  const open = client.getQueriesData<Chat>({ queryKey: key('chats', 'one') })
  return [...rows, ...open.flatMap(([, chat]) => chat ?? [])]
}

const ASKED = 10

export async function searchChats(
  search: string,
  cliente: number | null,
  signal: AbortSignal,
): Promise<Chat[]> {
  const query = { limit: ASKED, search, ...(cliente === null ? {} : { cliente }) }
  return (await call('GET /api/chats/', { query, signal })).results
}
