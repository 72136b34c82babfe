import { cn } from '@/lib/cn'
import { linePath } from '@/lib/line-path'

const WIDTH = 96
const HEIGHT = 28

interface SparklineProps {
  values: readonly (number | null)[]
  /** Uma linha tracejada a esta altura. */
  threshold?: number | null
  className?: string
}

/** A forma do período, sem eixos; o número ao lado é que se lê. */
export function Sparkline({ values, threshold = null, className }: SparklineProps) {
  const known = values.filter((value) => value !== null)
  if (known.length < 2 || known.every((value) => value === 0))
    return <span aria-hidden className={cn('h-7 w-24', className)} />
  const max = Math.max(...known, threshold ?? 0, 1)
  const heightOf = (value: number) => HEIGHT - 2 - (value / max) * (HEIGHT - 4)
  const points = values.map((value, index) =>
    value === null
      ? null
      : { x: 1 + (index / (values.length - 1)) * (WIDTH - 2), y: heightOf(value) },
  )
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      aria-hidden
      preserveAspectRatio="none"
      className={cn('h-7 w-24 max-w-full', className)}
    >
      {threshold === null ? null : (
        <path
          d={`M0 ${heightOf(threshold).toFixed(1)}H${WIDTH}`}
          fill="none"
          strokeWidth={1}
          strokeDasharray="3 3"
          vectorEffect="non-scaling-stroke"
          className="stroke-border-strong"
        />
      )}
      <path
        d={linePath(points)}
        fill="none"
        strokeWidth={1.5}
        strokeLinecap="round"
        strokeLinejoin="round"
        vectorEffect="non-scaling-stroke"
        className="stroke-chart-1"
      />
    </svg>
  )
}
