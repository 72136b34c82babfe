import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useEffectEvent, useRef, useState } from 'react'
import { asApiError } from '@/api/errors'
import type { Change } from '@/live/changes'
import { SELF_LIVE } from '@/live/invalidate'
import { useRowQueue } from '@/live/row-queue'
import { useLive } from '@/live/use-live'
import { fetchMessage, fetchMessages } from '../chats-api'
import type { Mensagem, Page } from '../model'
import {
  addNewer,
  addOlder,
  patchRows,
  reaches,
  removeRow,
  settle,
  windowOf,
  type Edge,
  type ThreadWindow,
} from './thread-cache'
import { threadKey, writeMessages } from './write-messages'

export type EdgeState = 'idle' | 'loading' | 'failed'

/** Acima disto uma página cheia custa menos que as linhas uma a uma. */
const ROW_BY_ROW = 4
const FULL_PAGE = 200
/** Na fila, a janela inteira. */
const WHOLE = 0

export function useThread(chatId: number, around: number | null) {
  const queryClient = useQueryClient()
  const key = threadKey(chatId, around)
  const [olderState, setOlderState] = useState<EdgeState>('idle')
  const [newerState, setNewerState] = useState<EdgeState>('idle')
  const isBusy = useRef({ older: false, newer: false })

  const query = useQuery({
    queryKey: key,
    queryFn: async ({ signal }) =>
      windowOf(await fetchMessages({ chat: chatId, ...(around ? { around } : {}) }, null, signal)),
    meta: SELF_LIVE,
    structuralSharing: false,
    staleTime: Number.POSITIVE_INFINITY,
  })

  const read = () => queryClient.getQueryData<ThreadWindow>(key)
  const write = (update: (window: ThreadWindow) => ThreadWindow) => {
    queryClient.setQueryData<ThreadWindow>(key, (window) => (window ? update(window) : window))
  }

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
      const page = await fetchEdge(edge)
      write((window) => (side === 'older' ? addOlder(window, page) : addNewer(window, page)))
      setState('idle')
    } catch {
      setState('failed')
    } finally {
      isBusy.current[side] = false
    }
  }

  /** Relê a janela toda: depois de uma ausência, ou quando muito mudou. Levanta o erro da rede ou da API. */
  async function reread() {
    const before = read()
    if (!before) return
    const limit = Math.min(FULL_PAGE, Math.max(50, before.items.length))
    const middle = before.newer ? before.items[Math.floor(before.items.length / 2)] : undefined
    const page = await fetchMessages({
      chat: chatId,
      limit,
      ...(middle ? { around: middle.id } : {}),
    })
    const known = new Set(before.items.map(({ id }) => id))
    if (!before.newer && !page.results.some(({ id }) => known.has(id))) {
      // Houve mais novidade do que cabe numa página: recomeça por ela, sem deixar um buraco no meio.
      write(() => windowOf(page))
      return
    }
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
    write((window) => settle(window, before, rows))
  }

  /** Relê as linhas; devolve as que não conseguiu. */
  async function fetchRows(ids: number[]): Promise<number[]> {
    if (!read()) return []
    if (ids.includes(WHOLE) || ids.length > ROW_BY_ROW) {
      try {
        await reread()
        return []
      } catch (error) {
        return asApiError(error).isFinal ? [] : [WHOLE]
      }
    }
    const failed: number[] = []
    for (const id of ids) {
      try {
        const row = await fetchMessage(id)
        write((current) =>
          row.chat === chatId ? patchRows(current, [row]) : removeRow(current, id),
        )
      } catch (error) {
        const { status, isFinal } = asApiError(error)
        if (status === 404) write((current) => removeRow(current, id))
        else if (!isFinal) failed.push(id)
      }
    }
    return failed
  }

  const queue = useRowQueue()
  /** Algo mudou com a primeira página a caminho: ela pode ter sido lida antes. */
  const isBehind = useRef(false)

  useLive((signal) => {
    if (!read()) {
      isBehind.current ||=
        signal.type === 'reset' || signal.changes.some(({ chat }) => chat === chatId)
      return
    }
    if (signal.type === 'reset') {
      void queue.add([WHOLE], fetchRows)
      return
    }
    const ids = touchedMessages(signal.changes, chatId, read()?.items ?? [])
    if (ids.length > 0) void queue.add(ids, fetchRows)
  })

  // A conversa já vista abre da cópia e se põe em dia por trás.
  const catchUp = useEffectEvent(() => {
    if (read()) void queue.add([WHOLE], fetchRows)
  })
  useEffect(() => {
    catchUp()
  }, [chatId, around])

  const isLoaded = query.data !== undefined
  const readMissed = useEffectEvent(() => {
    if (isBehind.current) void queue.add([WHOLE], fetchRows)
    isBehind.current = false
  })
  useEffect(() => {
    if (isLoaded) readMissed()
  }, [isLoaded])

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
