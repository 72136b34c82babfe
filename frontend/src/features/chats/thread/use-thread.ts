import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useRef, useState } from 'react'
import type { Page } from '@/api/pages'
import type { Change } from '@/live/changes'
import { SELF_LIVE } from '@/live/invalidate'
import { useLiveRows } from '@/live/use-live-rows'
import { fetchMessage, fetchMessages } from '../chats-api'
import type { Mensagem } from '../model'
import {
  addNewer,
  addOlder,
  reaches,
  settle,
  windowOf,
  type Edge,
  type ThreadWindow,
} from '../cache/thread-window'
import { threadKey, threads, writeMessages } from '../cache/message-rows'

export type EdgeState = 'idle' | 'loading' | 'failed'

/** Acima disto uma página cheia custa menos que as linhas uma a uma. */
const ROW_BY_ROW = 4
const FULL_PAGE = 200

export function useThread(chatId: number, around: number | null) {
  const queryClient = useQueryClient()
  const queryKey = threadKey(chatId, around)
  const [olderState, setOlderState] = useState<EdgeState>('idle')
  const [newerState, setNewerState] = useState<EdgeState>('idle')
  const isBusy = useRef({ older: false, newer: false })

  const query = useQuery({
    queryKey,
    queryFn: async ({ signal }) =>
      windowOf(await fetchMessages({ chat: chatId, ...(around ? { around } : {}) }, null, signal)),
    meta: SELF_LIVE,
    structuralSharing: threads.keepNewer(queryClient, queryKey),
    staleTime: Number.POSITIVE_INFINITY,
  })

  const read = () => queryClient.getQueryData<ThreadWindow>(queryKey)
  function fetchEdge(edge: Edge): Promise<Page<Mensagem>> {
    return 'url' in edge
      ? fetchMessages({}, edge.url)
      : fetchMessages({ chat: chatId, around: edge.around })
  }

  async function extend(side: 'older' | 'newer') {
    const edge = read()?.[side]
    if (!edge || isBusy.current[side]) return
    isBusy.current[side] = true
    const setState = side === 'older' ? setOlderState : setNewerState
    setState('loading')
    try {
      const join = side === 'older' ? addOlder : addNewer
      await threads.land(queryClient, queryKey, () => fetchEdge(edge), join)
      setState('idle')
    } catch {
      setState('failed')
    } finally {
      isBusy.current[side] = false
    }
  }

  /** A janela de ponta a ponta; se houve mais novidade do que cabe numa página, uma janela que recomeça por ela. */
  async function fetchWhole(before: ThreadWindow): Promise<Mensagem[] | ThreadWindow> {
    const limit = Math.min(FULL_PAGE, Math.max(50, before.items.length))
    const middle = before.newer ? before.items[Math.floor(before.items.length / 2)] : undefined
    const page = await fetchMessages({
      chat: chatId,
      limit,
      ...(middle ? { around: middle.id } : {}),
    })
    const known = new Set(before.items.map(({ id }) => id))
    // Sem deixar um buraco no meio.
    if (!before.newer && !page.results.some(({ id }) => known.has(id))) return windowOf(page)
    const rows = [...page.results]
    const [first] = before.items
    const last = before.items.at(-1)
    for (let next = page.next; next && first && !reaches(rows, first, 'older');) {
      const older = await fetchMessages({}, next)
      rows.push(...older.results)
      next = older.next
    }
    for (let next = page.previous; next && last && !reaches(rows, last, 'newer');) {
      const newer = await fetchMessages({}, next)
      rows.push(...newer.results)
      next = newer.previous
    }
    return rows
  }

  async function reread(): Promise<number[]> {
    const before = read()
    if (before)
      await threads.land(
        queryClient,
        queryKey,
        () => fetchWhole(before),
        (window, found) => (Array.isArray(found) ? settle(window, before, found) : found),
      )
    return []
  }

  useLiveRows({
    cache: threads,
    queryKey,
    touched: (changes) => touchedMessages(changes, chatId, read()?.items ?? []),
    fetchRow: async (id) => {
      const row = await fetchMessage(id)
      return row.chat === chatId ? row : null
    },
    reread,
    rowByRow: ROW_BY_ROW,
  })

  const patch = useCallback(
    (row: Mensagem) => {
      writeMessages(queryClient, [row])
    },
    [queryClient],
  )

  return {
    query,
    window: query.data,
    olderState,
    newerState,
    loadOlder: () => void extend('older'),
    loadNewer: () => void extend('newer'),
    patch,
  }
}

function touchedMessages(changes: Change[], chatId: number, items: Mensagem[]): number[] {
  const ids = new Set<number>()
  for (const { kind, id, chat } of changes) {
    if (kind === 'mensagem' && chat === chatId) ids.add(id)
    // A mudança de mídia traz o id da mídia; aqui interessa a mensagem dela.
    if (kind === 'media') {
      const owner = items.find(({ media }) => media?.id === id)
      if (owner) ids.add(owner.id)
    }
  }
  return [...ids]
}
