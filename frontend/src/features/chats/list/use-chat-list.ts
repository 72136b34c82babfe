import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { byCursor } from '@/api/pages'
import { key } from '@/lib/key'
import { SELF_LIVE } from '@/live/invalidate'
import { useLiveRows, WHOLE } from '@/live/use-live-rows'
import { chatsOf, patchChats } from '../cache/chat-pages'
import { chatLists, listKey, touchedChats, writeChats } from '../cache/chat-rows'
import { fetchChat, fetchChatCounts, fetchChats } from '../chats-api'
import type { ChatFilter } from '../model'

/** Acima disto sai mais barato pedir a primeira página do que cada linha. */
const ROW_BY_ROW = 5

export function useChatList(filter: ChatFilter) {
  const client = useQueryClient()
  const queryKey = listKey(filter)
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) => fetchChats(filter, pageParam, signal),
    ...byCursor,
    meta: SELF_LIVE,
    structuralSharing: chatLists.keepNewer(client, queryKey),
    staleTime: 60_000,
  })

  /** A primeira página diz o que subiu; o que ficou abaixo dela se corrige quando mudar. */
  async function reread(): Promise<number[]> {
    await chatLists.land(
      client,
      queryKey,
      () => fetchChats(filter),
      (pages, head) => {
        const [first] = pages.pages
        const known = new Set(chatsOf(pages).map(({ id }) => id))
        // Sem nenhuma em comum houve mudança demais: recomeça pela primeira página.
        const touches =
          !first || head.results.length === 0 || head.results.some(({ id }) => known.has(id))
        if (!touches) return { pages: [head], pageParams: [null] }
        // O texto o servidor já conferiu nestas.
        return patchChats(pages, head.results, { ...filter, search: '' })
      },
    )
    // As listas de outros filtros não se leem aqui: quem voltar a uma delas a refaz.
    void client.invalidateQueries({
      queryKey: key('chats', 'rows'),
      type: 'inactive',
      refetchType: 'none',
    })
    return []
  }

  useLiveRows({
    cache: chatLists,
    queryKey,
    touched: (changes) => {
      const ids = touchedChats(changes)
      if (ids.size > 0) void client.invalidateQueries({ queryKey: key('chats', 'counts') })
      // Se uma conversa casa com a busca, só o servidor sabe.
      return filter.search !== '' && ids.size > 0 ? [WHOLE] : ids
    },
    fetchRow: fetchChat,
    write: (row) => {
      writeChats(client, [row])
    },
    reread,
    rowByRow: ROW_BY_ROW,
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
