/** Contas dos gráficos, sem React: degraus redondos, marcas de tempo, linhas com buracos. */

/** Teto e degraus redondos (1, 2 ou 5 vezes uma potência de dez) que cobrem o máximo. */
export function niceTicks(max: number, wanted = 4): number[] {
  if (max <= 0) return [0, 1]
  const rough = max / wanted
  const power = 10 ** Math.floor(Math.log10(rough))
  const factor = [1, 2, 5, 10].find((size) => size * power >= rough) ?? 10
  // Contagem não tem meio: abaixo de um por degrau, o degrau é um.
  const step = Math.max(factor * power, max >= 1 ? 1 : 0)
  const count = Math.ceil(max / step - 1e-9)
  return Array.from({ length: count + 1 }, (_, index) => index * step)
}

/** Posições (índices) que ganham rótulo no eixo do tempo: horas redondas ou meias-noites locais. */
export function timeTicks(slots: readonly number[], stepMs: number, maxLabels: number): number[] {
  const isDaily = stepMs >= 86_400_000
  const byHour = [1, 2, 3, 4, 6, 12, 24]
  const picks = (every: number) =>
    slots.flatMap((at, index) => (new Date(at).getHours() % every === 0 ? [index] : []))
  if (!isDaily) {
    for (const every of byHour) {
      const found = picks(every)
      if (found.length > 0 && found.length <= maxLabels) return found
    }
  }
  const days = isDaily ? slots.map((_, index) => index) : picks(24)
  const every = Math.max(1, Math.ceil(days.length / Math.max(1, maxLabels)))
  return days.filter((_, index) => index % every === 0)
}

/** O índice da fatia sob o ponteiro. */
export function nearestIndex(x: number, left: number, width: number, count: number): number {
  if (count === 0 || width <= 0) return -1
  return Math.min(count - 1, Math.max(0, Math.floor(((x - left) / width) * count)))
}

const LABEL_PX = 14

/** As alturas dos nomes no fim das linhas, afastadas o bastante para nenhum cobrir outro. */
export function spread(ends: readonly (number | null)[]): (number | null)[] {
  const placed = [...ends]
  const order = ends
    .map((y, index) => ({ y, index }))
    .filter((end): end is { y: number; index: number } => end.y !== null)
    .sort((a, b) => a.y - b.y)
  let floor = Number.NEGATIVE_INFINITY
  for (const { y, index } of order) {
    floor = Math.max(y, floor + LABEL_PX)
    placed[index] = floor
  }
  return placed
}
