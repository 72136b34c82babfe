import { useInfiniteQuery, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { Change, LiveSignal } from '@/live/changes'
import { SELF_LIVE } from '@/live/invalidate'
import { RowQueue } from '@/live/row-queue'
import { useLive } from '@/live/use-live'
import { asApiError } from '@/api/errors'
import { fetchChat, fetchChatCounts, fetchChats } from '../chats-api'
import type { Chat, ChatFilter, Page } from '../model'
import { chatsOf, patchChats, removeChat, type ChatPages } from './list-cache'

const LIST = 'chatsRows'
/** Acima disto sai mais barato pedir a primeira página do que cada linha. */
const ROW_BY_ROW = 5
/** Na fila, a primeira página. */
const HEAD = 0

function listKey(filter: ChatFilter) {
  return [{ _id: LIST, tags: ['chats'], filter }] as const
}

export function chatKey(id: number) {
  return [{ _id: 'chatsRow', tags: ['chats'], id }] as const
}

function isListKey(key: readonly unknown[]): key is ReturnType<typeof listKey> {
  const first = key[0]
  return typeof first === 'object' && first !== null && '_id' in first && first._id === LIST
}

/** Põe linhas novas em todas as listas que as mostram e na conversa aberta. */
export function writeChats(queryClient: QueryClient, rows: Chat[]): void {
  for (const [key] of queryClient.getQueriesData<ChatPages>({
    predicate: ({ queryKey }) => isListKey(queryKey),
  })) {
    const filter = (key as ReturnType<typeof listKey>)[0].filter
    queryClient.setQueryData<ChatPages>(key, (pages) =>
      pages ? patchChats(pages, rows, filter) : pages,
    )
  }
  for (const row of rows) {
    queryClient.setQueryData<Chat>(chatKey(row.id), (known) =>
      known ? { ...known, ...row } : known,
    )
  }
}

/** A linha que alguma lista já tem: a conversa abre sem esperar o detalhe. */
export function knownChat(queryClient: QueryClient, id: number): Chat | undefined {
  for (const [, pages] of queryClient.getQueriesData<ChatPages>({
    predicate: ({ queryKey }) => isListKey(queryKey),
  })) {
    const found = chatsOf(pages).find((chat) => chat.id === id)
    if (found) return found
  }
  return undefined
}

function dropChat(queryClient: QueryClient, id: number): void {
  for (const [key] of queryClient.getQueriesData<ChatPages>({
    predicate: ({ queryKey }) => isListKey(queryKey),
  })) {
    queryClient.setQueryData<ChatPages>(key, (pages) => (pages ? removeChat(pages, id) : pages))
  }
}

function touchedChats(changes: Change[]): Set<number> {
  const ids = new Set<number>()
  for (const { kind, id, chat } of changes) {
    if (kind === 'chat' || kind === 'presence') ids.add(id)
    else if (kind === 'mensagem' && chat !== null) ids.add(chat)
  }
  return ids
}

export function useChatList(filter: ChatFilter) {
  const queryClient = useQueryClient()
  const key = listKey(filter)
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }): Promise<Page<Chat>> => fetchChats(filter, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    meta: SELF_LIVE,
    structuralSharing: false,
    staleTime: 60_000,
  })

  async function refreshHead() {
    const head = await fetchChats(filter)
    queryClient.setQueryData<ChatPages>(key, (pages) => {
      if (!pages) return pages
      const [first] = pages.pages
      const known = new Set(chatsOf(pages).map(({ id }) => id))
      // Sem nenhuma em comum houve mudança demais: recomeça pela primeira página.
      const touches =
        !first || head.results.length === 0 || head.results.some(({ id }) => known.has(id))
      if (!touches) return { pages: [head], pageParams: [null] }
      return patchChats(pages, head.results, filter)
    })
  }

  async function fetchRows(ids: number[]): Promise<number[]> {
    if (ids.includes(HEAD) || ids.length > ROW_BY_ROW) {
      try {
        await refreshHead()
        return []
      } catch (error) {
        return asApiError(error).isFinal ? [] : [HEAD]
      }
    }
    const failed: number[] = []
    for (const id of ids) {
      try {
        writeChats(queryClient, [await fetchChat(id)])
      } catch (error) {
        const { status, isFinal } = asApiError(error)
        if (status === 404) dropChat(queryClient, id)
        else if (!isFinal) failed.push(id)
      }
    }
    return failed
  }

  const [queue] = useState(() => new RowQueue())

  useLive((signal: LiveSignal) => {
    if (signal.type === 'reset') {
      if (query.data) void queue.add([HEAD], fetchRows)
      else void query.refetch()
      return
    }
    const ids = touchedChats(signal.changes)
    if (ids.size === 0) return
    void queryClient.invalidateQueries({ queryKey: [{ _id: 'chatsCounts' }] })
    void queue.add(filter.search === '' ? ids : [HEAD], fetchRows)
  })

  const chats = useMemo(() => chatsOf(query.data), [query.data])
  return { query, chats }
}

export function useChatCounts(filter: ChatFilter) {
  const { data } = useQuery({
    queryKey: [{ _id: 'chatsCounts', tags: ['chats'], filter }],
    queryFn: ({ signal }) => fetchChatCounts(filter, signal),
    staleTime: 10_000,
  })
  return data
}
