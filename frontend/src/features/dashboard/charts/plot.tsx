import { useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react'
import { nearestIndex, niceTicks, timeTicks } from './scale'
import { useWidth } from './use-width'

interface Geometry {
  /** Centro da fatia. */
  x: (index: number) => number
  y: (value: number) => number
  band: number
  base: number
  active: number | null
}

interface PlotProps {
  label: string
  slots: readonly number[]
  stepMs: number
  max: number
  formatValue: (value: number) => string
  formatSlot: (at: number) => string
  /** A fatia em uma frase, para quem ouve. */
  describe: (index: number) => string
  active: number | null
  onActive: (index: number | null) => void
  /** Enter ou clique na fatia. */
  onPick?: ((index: number) => void) | undefined
  threshold?: { value: number; label: string } | undefined
  rightMargin?: number
  children: (geometry: Geometry) => ReactNode
}

const LEFT = 44
const TOP = 10
const BOTTOM = 22

/** Eixos, mira e teclado de um gráfico no tempo. Uma parada de Tab; ←/→ andam pelas fatias. */
export function Plot(props: PlotProps) {
  const { slots, stepMs, active, onActive, onPick, threshold, rightMargin = 8 } = props
  const [ref, width] = useWidth()
  const [isFocused, setFocused] = useState(false)
  const height = width > 0 && width < 480 ? 180 : 220
  const ticks = niceTicks(Math.max(props.max, threshold?.value ?? 0))
  const top = ticks.at(-1) ?? 1
  const inner = Math.max(0, width - LEFT - rightMargin)
  const base = height - BOTTOM
  const band = slots.length > 0 ? inner / slots.length : 0
  const x = (index: number) => LEFT + (index + 0.5) * band
  const y = (value: number) => base - (value / top) * (base - TOP)
  const shown = active ?? slots.length - 1

  function onPointerMove(event: PointerEvent<HTMLDivElement>) {
    const at = event.clientX - event.currentTarget.getBoundingClientRect().left
    const index = nearestIndex(at, LEFT, inner, slots.length)
    onActive(at >= LEFT && index >= 0 ? index : null)
  }

  function onKeyDown(event: KeyboardEvent<HTMLDivElement>) {
    const moves: Record<string, number> = {
      ArrowLeft: Math.max(0, shown - 1),
      ArrowRight: Math.min(slots.length - 1, shown + 1),
      Home: 0,
      End: slots.length - 1,
    }
    const next = moves[event.key]
    if (next !== undefined) {
      event.preventDefault()
      onActive(next)
    } else if (event.key === 'Enter' && onPick) {
      event.preventDefault()
      onPick(shown)
    } else if (event.key === 'Escape' && active !== null) {
      event.stopPropagation()
      onActive(null)
    }
  }

  return (
    <div
      ref={ref}
      role="slider"
      tabIndex={0}
      aria-label={props.label}
      aria-valuemin={0}
      aria-valuemax={Math.max(0, slots.length - 1)}
      aria-valuenow={Math.max(0, shown)}
      aria-valuetext={slots.length > 0 ? props.describe(shown) : ''}
      className={onPick ? 'cursor-pointer touch-pan-y' : 'touch-pan-y'}
      style={{ height }}
      onPointerMove={onPointerMove}
      onPointerLeave={() => {
        if (!isFocused) onActive(null)
      }}
      onFocus={() => {
        setFocused(true)
      }}
      onBlur={() => {
        setFocused(false)
        onActive(null)
      }}
      onKeyDown={onKeyDown}
      onClick={() => {
        if (active !== null) onPick?.(active)
      }}
    >
      {width > 0 ? (
        <svg width={width} height={height} aria-hidden className="block overflow-visible">
          {ticks.map((tick) => (
            <g key={tick}>
              <line
                x1={LEFT}
                x2={width - rightMargin}
                y1={y(tick)}
                y2={y(tick)}
                className="stroke-border"
                shapeRendering="crispEdges"
              />
              <text
                x={LEFT - 8}
                y={y(tick) + 4}
                textAnchor="end"
                className="tabular fill-text-3 text-meta"
              >
                {props.formatValue(tick)}
              </text>
            </g>
          ))}
          {timeTicks(slots, stepMs, Math.max(2, Math.floor(inner / 64))).map((index) => (
            <text
              key={index}
              x={x(index)}
              y={height - 5}
              textAnchor="middle"
              className="tabular fill-text-3 text-meta"
            >
              {props.formatSlot(slots[index] ?? 0)}
            </text>
          ))}
          {active !== null && slots.length > 0 ? (
            <rect
              x={x(active) - band / 2}
              y={TOP}
              width={Math.max(1, band)}
              height={base - TOP}
              className="fill-sunken"
            />
          ) : null}
          {props.children({ x, y, band, base, active })}
          {threshold ? (
            <g>
              <line
                x1={LEFT}
                x2={width - rightMargin}
                y1={y(threshold.value)}
                y2={y(threshold.value)}
                className="stroke-chart-5"
                strokeDasharray="6 4"
                strokeWidth={1.5}
              />
              <text
                x={LEFT + 4}
                y={y(threshold.value) - 5}
                className="fill-bad text-meta font-medium"
              >
                {threshold.label}
              </text>
            </g>
          ) : null}
          {active !== null ? (
            <line
              x1={x(active)}
              x2={x(active)}
              y1={TOP}
              y2={base}
              className="stroke-text-3"
              strokeDasharray="2 2"
              shapeRendering="crispEdges"
            />
          ) : null}
        </svg>
      ) : null}
    </div>
  )
}
