export interface Point {
  x: number
  y: number
}

/** Um caminho por trecho contínuo; ponto sozinho entre buracos vira um traço mínimo. */
export function linePath(points: readonly (Point | null)[]): string {
  const parts: string[] = []
  let isDrawing = false
  points.forEach((point, index) => {
    if (!point) {
      isDrawing = false
      return
    }
    const x = point.x.toFixed(1)
    const y = point.y.toFixed(1)
    if (isDrawing) parts.push(`L${x} ${y}`)
    else parts.push(points[index + 1] ? `M${x} ${y}` : `M${x} ${y}h0.1`)
    isDrawing = true
  })
  return parts.join('')
}
