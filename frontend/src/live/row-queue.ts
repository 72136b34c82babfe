import { useEffect, useState } from 'react'

/** Espera antes de cada nova tentativa, em ms; a última se repete. */
const RETRY_MS = [2_000, 5_000, 15_000, 30_000] as const

type FetchRows = (ids: number[]) => Promise<number[]>

/**
 * Linhas a buscar de novo, uma volta de cada vez. O id sai da fila ANTES do pedido: uma mudança que chega no meio entra
 * outra vez e a linha é relida, em vez de ficar com a resposta velha.
 */
export class RowQueue {
  private readonly wanted = new Set<number>()
  private isRunning = false
  private failures = 0
  private timer: ReturnType<typeof setTimeout> | undefined
  private fetchRows: FetchRows | undefined

  /**
   * Pede estas linhas; resolve quando a fila esvazia (ou quando outra volta já cuida dela). `fetchRows` devolve os ids
   * que não conseguiu ler: o fluxo não os dirá de novo, e por isso a própria fila insiste. Vale sempre o mais novo: a
   * tela pode ter mudado de filtro com uma volta a meio.
   */
  async add(ids: Iterable<number>, fetchRows: FetchRows): Promise<void> {
    for (const id of ids) this.wanted.add(id)
    this.fetchRows = fetchRows
    if (!this.isRunning) await this.run()
  }

  /** A tela fechou: nada mais a insistir. */
  stop(): void {
    clearTimeout(this.timer)
    this.wanted.clear()
    this.fetchRows = undefined
  }

  private async run(): Promise<void> {
    clearTimeout(this.timer)
    this.isRunning = true
    try {
      for (let fetch = this.fetchRows; fetch && this.wanted.size > 0; fetch = this.fetchRows) {
        const batch = [...this.wanted]
        this.wanted.clear()
        const failed = await fetch(batch)
        if (failed.length > 0 && this.fetchRows) {
          for (const id of failed) this.wanted.add(id)
          const wait = RETRY_MS[Math.min(this.failures, RETRY_MS.length - 1)]
          this.failures += 1
          this.timer = setTimeout(() => void this.run(), wait)
          return
        }
        this.failures = 0
      }
    } finally {
      this.isRunning = false
    }
  }
}

/** A fila de uma tela: para quando ela fecha. */
export function useRowQueue(): RowQueue {
  const [queue] = useState(() => new RowQueue())
  useEffect(
    () => () => {
      queue.stop()
    },
    [queue],
  )
  return queue
}
