/** As conversas no cache: as listas de cada filtro e a conversa aberta, e quem escreve nelas. */
import { queryOptions, type QueryClient } from '@tanstack/react-query'
import { key } from '@/lib/key'
import type { Change } from '@/live/changes'
import { RowCache } from '@/live/row-cache'
import { fetchChat } from '../chats-api'
import type { Chat, ChatFilter } from '../model'
import { chatsOf, patchChats, removeChat, type ChatPages } from './chat-pages'

const LISTS = key('chats', 'rows')

export const chatKey = (id: number) => key('chats', 'one', { id })

export const listKey = (filter: ChatFilter) => key('chats', 'rows', { filter })

export const chatLists = new RowCache<ChatPages, Chat>({
  prefix: LISTS,
  put: (pages, rows, queryKey) => {
    const [, , { filter }] = queryKey as ReturnType<typeof listKey>
    return patchChats(pages, rows, filter)
  },
  drop: removeChat,
})

export const openChats = new RowCache<Chat, Chat>({
  prefix: key('chats', 'one'),
  put: (chat, rows) => {
    const row = rows.find(({ id }) => id === chat.id)
    return row ? { ...chat, ...row } : chat
  },
  // A conversa que já não existe fica na tela até quem a abriu sair dela.
  drop: (chat) => chat,
})

/** A conversa aberta, que começa pela linha que alguma lista já tem. */
export const chatQuery = (client: QueryClient, id: number) => {
  const queryKey = chatKey(id)
  return queryOptions<Chat, Error, Chat, ReturnType<typeof chatKey>>({
    queryKey,
    queryFn: ({ signal }) => fetchChat(id, signal),
    placeholderData: () => knownChat(client, id),
    structuralSharing: openChats.keepNewer(client, queryKey),
  })
}

/** As conversas que estas mudanças tocam. */
export function touchedChats(changes: Change[]): Set<number> {
  const ids = new Set<number>()
  for (const { kind, id, chat } of changes) {
    if (kind === 'chat' || kind === 'presence') ids.add(id)
    else if (kind === 'mensagem' && chat !== null) ids.add(chat)
  }
  return ids
}

/** Põe linhas novas em todas as listas que as mostram e na conversa aberta. */
export function writeChats(client: QueryClient, rows: Chat[]): void {
  chatLists.write(client, rows)
  openChats.write(client, rows)
}

/** Relê a conversa e a escreve; se não der agora, o fluxo a corrige depois. */
export function refreshChat(client: QueryClient, id: number): void {
  fetchChat(id).then(
    (row) => {
      writeChats(client, [row])
    },
    () => undefined,
  )
}

function knownChat(client: QueryClient, id: number): Chat | undefined {
  for (const [, pages] of client.getQueriesData<ChatPages>({ queryKey: LISTS })) {
    const found = chatsOf(pages).find((chat) => chat.id === id)
    if (found) return found
  }
  return undefined
}
