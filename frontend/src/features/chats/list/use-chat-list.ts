import { useInfiniteQuery, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useMemo, useState } from 'react'
import { key } from '@/lib/key'
import type { Change, LiveSignal } from '@/live/changes'
import { SELF_LIVE } from '@/live/invalidate'
import { useRowQueue } from '@/live/row-queue'
import { useLive } from '@/live/use-live'
import { asApiError } from '@/api/errors'
import { fetchChat, fetchChatCounts, fetchChats } from '../chats-api'
import type { Chat, ChatFilter, Page } from '../model'
import { chatsOf, patchChats, removeChat, type ChatPages } from './list-cache'

/** Acima disto sai mais barato pedir a primeira página do que cada linha. */
const ROW_BY_ROW = 5
/** Na fila, a primeira página. */
const HEAD = 0

function listKey(filter: ChatFilter) {
  return key('chats', 'rows', { filter })
}

export function chatKey(id: number) {
  return key('chats', 'one', { id })
}

function isListKey(key: readonly unknown[]): key is ReturnType<typeof listKey> {
  return key[0] === 'chats' && key[1] === 'rows'
}

/** Põe linhas novas em todas as listas que as mostram e na conversa aberta. */
export function writeChats(queryClient: QueryClient, rows: Chat[]): void {
  for (const [key] of queryClient.getQueriesData<ChatPages>({
    predicate: ({ queryKey }) => isListKey(queryKey),
  })) {
    const filter = (key as ReturnType<typeof listKey>)[2].filter
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
  const queryKey = listKey(filter)
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }): Promise<Page<Chat>> => fetchChats(filter, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    meta: SELF_LIVE,
    structuralSharing: false,
    staleTime: 60_000,
  })

  /** O que reler quando as páginas a caminho chegarem; uma cópia que já havia pode ter perdido mudanças. */
  const [late] = useState(() => new Set(query.data ? [HEAD] : []))

  /** Páginas a caminho foram lidas antes e cobrem o que se escreveu agora. */
  function noteLate(id: number) {
    if (queryClient.isFetching({ queryKey, exact: true }) > 0) late.add(id)
  }

  async function refreshHead() {
    const head = await fetchChats(filter)
    queryClient.setQueryData<ChatPages>(queryKey, (pages) => {
      if (!pages) return pages
      const [first] = pages.pages
      const known = new Set(chatsOf(pages).map(({ id }) => id))
      // Sem nenhuma em comum houve mudança demais: recomeça pela primeira página.
      const touches =
        !first || head.results.length === 0 || head.results.some(({ id }) => known.has(id))
      if (!touches) return { pages: [head], pageParams: [null] }
      // O texto o servidor já conferiu nestas.
      return patchChats(pages, head.results, { ...filter, search: '' })
    })
    noteLate(HEAD)
    // As listas de outros filtros não se leem aqui: quem voltar a uma delas a refaz.
    void queryClient.invalidateQueries({
      predicate: ({ queryKey }) => isListKey(queryKey),
      type: 'inactive',
      refetchType: 'none',
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
        noteLate(id)
      } catch (error) {
        const { status, isFinal } = asApiError(error)
        if (status === 404) {
          dropChat(queryClient, id)
          noteLate(id)
        } else if (!isFinal) failed.push(id)
      }
    }
    return failed
  }

  const queue = useRowQueue()
  const readLate = useEffectEvent(() => {
    if (late.size > 0) void queue.add(late, fetchRows)
    late.clear()
  })
  useEffect(() => {
    if (!query.isFetching) readLate()
  }, [query.isFetching])

  useLive((signal: LiveSignal) => {
    if (signal.type === 'reset') {
      if (query.data) void queue.add([HEAD], fetchRows)
      else {
        late.add(HEAD)
        void query.refetch()
      }
      return
    }
    const ids = touchedChats(signal.changes)
    if (ids.size === 0) return
    void queryClient.invalidateQueries({ queryKey: key('chats', 'counts') })
    void queue.add(filter.search === '' ? ids : [HEAD], fetchRows)
  })

  const chats = useMemo(() => chatsOf(query.data), [query.data])
  return { query, chats }
}

export function useChatCounts(filter: ChatFilter) {
  const { data } = useQuery({
    queryKey: key('chats', 'counts', { filter }),
    queryFn: ({ signal }) => fetchChatCounts(filter, signal),
    staleTime: 10_000,
  })
  return data
}
