import { useQueryClient, type QueryKey } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useRef } from 'react'
import { asApiError } from '@/api/errors'
import { listenLive, type Change, type LiveSignal } from './changes'
import type { RowCache } from './row-cache'
import { useRowQueue } from './row-queue'

/** Na fila, a lista inteira: nenhuma linha tem este id. */
export const WHOLE = 0
/** Linhas que se pedem ao mesmo tempo; o navegador só dá seis ligações por endereço. */
const AT_ONCE = 6

interface LiveRows<Data, R extends { id: number }> {
  cache: RowCache<Data, R>
  queryKey: QueryKey
  /** As linhas que estas mudanças tocam; WHOLE se não se sabe quais. */
  touched: (changes: Change[]) => Iterable<number>
  /** Relê uma linha; null: já não é desta lista. */
  fetchRow: (id: number) => Promise<R | null>
  /** Relê a lista (ou o começo dela), e devolve destas linhas as que faltam reler uma a uma. */
  reread: (ids: number[]) => Promise<number[]>
  /** Acima disto, reler a lista sai mais barato que as linhas uma a uma. */
  rowByRow: number
  /** Onde a linha relida se escreve, se não só na lista. */
  write?: (row: R) => void
  /** Junta o que chega por tanto tempo antes de ler; em pausa ou com a aba escondida, espera. */
  pace?: { ms: number; isPaused: boolean }
}

/**
 * O que mantém em dia uma lista que vive: o fluxo diz o que mudou, relê-se só isso, uma volta de cada vez, e o que não se
 * conseguiu ler tenta-se de novo sem esperar outra mudança. Quem já estava no cache põe-se em dia ao abrir.
 */
export function useLiveRows<Data, R extends { id: number }>(list: LiveRows<Data, R>): void {
  const { cache, queryKey, pace } = list
  const client = useQueryClient()
  // O que a consulta mostra enquanto espera (o filtro de antes) não é dela.
  const isLoaded = client.getQueryData(queryKey) !== undefined
  const queue = useRowQueue()
  const waiting = useRef(new Set<number>())
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)

  /** Devolve o que não se conseguiu reler: a fila insiste. */
  async function fetchRows(ids: number[]): Promise<number[]> {
    let left = ids.filter((id) => id !== WHOLE)
    if (left.length < ids.length || left.length > list.rowByRow) {
      try {
        left = await list.reread(left)
      } catch (error) {
        return asApiError(error).isFinal ? [] : ids
      }
    }
    const failed: number[] = []
    for (let at = 0; at < left.length; at += AT_ONCE) {
      await Promise.all(
        left.slice(at, at + AT_ONCE).map(async (id) => {
          if (!(await readRow(id))) failed.push(id)
        }),
      )
    }
    return failed
  }

  /** false: vale tentar de novo. */
  async function readRow(id: number): Promise<boolean> {
    try {
      const row = await list.fetchRow(id)
      if (!row) cache.drop(client, id, queryKey)
      else if (list.write) list.write(row)
      else cache.write(client, [row], queryKey)
      return true
    } catch (error) {
      const { status, isFinal } = asApiError(error)
      if (status === 404) cache.drop(client, id)
      return isFinal
    }
  }

  const flush = useEffectEvent(() => {
    timer.current = undefined
    // Sem o que corrigir ainda: quando a primeira página chegar, relê-se.
    if (waiting.current.size === 0 || !isLoaded) return
    const ids = [...waiting.current]
    waiting.current.clear()
    void queue.add(ids, fetchRows)
  })
  const schedule = useEffectEvent(() => {
    if (waiting.current.size === 0) return
    if (!pace) flush()
    else if (!pace.isPaused && document.visibilityState !== 'hidden')
      timer.current ??= setTimeout(() => {
        flush()
      }, pace.ms)
  })

  const onSignal = useEffectEvent((signal: LiveSignal) => {
    const ids = signal.type === 'reset' ? [WHOLE] : list.touched(signal.changes)
    for (const id of ids) waiting.current.add(isLoaded ? id : WHOLE)
    schedule()
  })
  useEffect(
    () =>
      listenLive((signal) => {
        onSignal(signal)
      }),
    [],
  )

  const catchUp = useEffectEvent(() => {
    if (isLoaded) waiting.current.add(WHOLE)
    schedule()
  })
  const address = JSON.stringify(queryKey)
  useEffect(() => {
    catchUp()
  }, [address])

  const isPaused = pace?.isPaused ?? false
  useEffect(() => {
    const onVisible = () => {
      schedule()
    }
    onVisible()
    document.addEventListener('visibilitychange', onVisible)
    return () => {
      document.removeEventListener('visibilitychange', onVisible)
      clearTimeout(timer.current)
      timer.current = undefined
    }
  }, [isLoaded, isPaused])
}
