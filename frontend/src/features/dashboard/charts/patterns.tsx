/** Cada série tem cor e trama próprias: em preto e branco ainda se distinguem. */
const TRAMES = [null, 'M0 6L6 0', 'M0 0L6 6', 'M3 0V6', 'M0 3H6'] as const
const FILLS = ['fill-chart-1', 'fill-chart-2', 'fill-chart-3', 'fill-chart-4', 'fill-chart-6']

export function Patterns({ id }: { id: string }) {
  return (
    <defs>
      {FILLS.map((fill, index) => (
        <pattern
          key={fill}
          id={`${id}-${index}`}
          width={6}
          height={6}
          patternUnits="userSpaceOnUse"
        >
          <rect width={6} height={6} className={fill} />
          {TRAMES[index] ? (
            <path d={TRAMES[index]} className="stroke-surface" strokeWidth={1.25} opacity={0.75} />
          ) : null}
        </pattern>
      ))}
      <pattern id={`${id}-open`} width={5} height={5} patternUnits="userSpaceOnUse">
        <path d="M0 5L5 0" className="stroke-surface" strokeWidth={1.5} opacity={0.55} />
      </pattern>
    </defs>
  )
}

export function Swatch({ id, index }: { id: string; index: number }) {
  return (
    <svg width={12} height={12} aria-hidden className="shrink-0 rounded-[2px]">
      <rect width={12} height={12} fill={`url(#${id}-${index})`} />
    </svg>
  )
}

export function LineSwatch({ className, dash }: { className: string; dash?: string }) {
  return (
    <svg width={18} height={10} aria-hidden className="shrink-0">
      <line
        x1={0}
        x2={18}
        y1={5}
        y2={5}
        className={className}
        strokeWidth={2.5}
        strokeDasharray={dash}
      />
    </svg>
  )
}
