export type Cell = string | number | null

/** CSV que o Excel abre: aspas dobradas e nada que vire fórmula. */
export function toCsv(rows: readonly (readonly Cell[])[]): string {
  const write = (cell: Cell) => {
    if (cell === null) return ''
    if (typeof cell === 'number') return String(cell)
    const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell
    return /[",\n\r;]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
  }
  return rows.map((row) => row.map(write).join(',')).join('\r\n')
}

export function download(name: string, text: string, type = 'text/csv;charset=utf-8'): void {
  // O BOM diz ao Excel que é UTF-8.
  const blob = new Blob([type.startsWith('text/csv') ? '\uFEFF' : '', text], { type })
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => {
    URL.revokeObjectURL(url)
  }, 1000)
}
