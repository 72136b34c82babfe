import { linePath } from './scale'

const WIDTH = 96
const HEIGHT = 28

/** A forma do período, sem eixos; o número ao lado é que se lê. */
export function Sparkline({ values }: { values: readonly (number | null)[] }) {
  const known = values.filter((value) => value !== null)
  if (known.length < 2 || known.every((value) => value === 0))
    return <span aria-hidden className="h-7 w-24" />
  const max = Math.max(...known, 1)
  const points = values.map((value, index) =>
    value === null
      ? null
      : {
          x: 1 + (index / (values.length - 1)) * (WIDTH - 2),
          y: HEIGHT - 2 - (value / max) * (HEIGHT - 4),
        },
  )
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      aria-hidden
      preserveAspectRatio="none"
      className="h-7 w-24 max-w-full"
    >
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
