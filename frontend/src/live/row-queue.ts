/**
 * Linhas a buscar de novo, uma volta de cada vez. O id sai da fila ANTES do pedido: uma mudança que chega no meio entra
 * outra vez e a linha é relida, em vez de ficar com a resposta velha.
 */
export class RowQueue {
  private readonly wanted = new Set<number>()
  private isRunning = false

  /**
   * Pede estas linhas; resolve quando a fila esvazia (ou quando outra volta já cuida dela). `fetchRows` devolve os ids
   * que não conseguiu ler (sem rede): ficam para a próxima mudança.
   */
  async add(ids: Iterable<number>, fetchRows: (ids: number[]) => Promise<number[]>): Promise<void> {
    for (const id of ids) this.wanted.add(id)
    if (this.isRunning) return
    this.isRunning = true
    try {
      while (this.wanted.size > 0) {
        const batch = [...this.wanted]
        this.wanted.clear()
        const failed = await fetchRows(batch)
        for (const id of failed) this.wanted.add(id)
        if (failed.length > 0) return
      }
    } finally {
      this.isRunning = false
    }
  }
}
