/** Espera antes de cada nova tentativa, em ms; a última se repete. */
const RETRY_MS = [2_000, 5_000, 15_000, 30_000] as const

/**
 * Linhas a buscar de novo, uma volta de cada vez. O id sai da fila ANTES do pedido: uma mudança que chega no meio entra
 * outra vez e a linha é relida, em vez de ficar com a resposta velha.
 */
export class RowQueue {
  private readonly wanted = new Set<number>()
  private isRunning = false
  private failures = 0
  private timer: ReturnType<typeof setTimeout> | undefined

  /**
   * Pede estas linhas; resolve quando a fila esvazia (ou quando outra volta já cuida dela). `fetchRows` devolve os ids
   * que não conseguiu ler: o fluxo não os dirá de novo, e por isso a própria fila insiste.
   */
  async add(ids: Iterable<number>, fetchRows: (ids: number[]) => Promise<number[]>): Promise<void> {
    for (const id of ids) this.wanted.add(id)
    if (this.isRunning) return
    clearTimeout(this.timer)
    this.isRunning = true
    try {
      while (this.wanted.size > 0) {
        const batch = [...this.wanted]
        this.wanted.clear()
        const failed = await fetchRows(batch)
        for (const id of failed) this.wanted.add(id)
        if (failed.length > 0) {
          const wait = RETRY_MS[Math.min(this.failures, RETRY_MS.length - 1)]
          this.failures += 1
          this.timer = setTimeout(() => void this.add([], fetchRows), wait)
          return
        }
        this.failures = 0
      }
    } finally {
      this.isRunning = false
    }
  }
}
