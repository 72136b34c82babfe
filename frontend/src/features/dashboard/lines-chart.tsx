import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { linePath } from '@/lib/line-path'
import { ChartCard, Legend } from './charts/chart-card'
import { LineSwatch } from './charts/patterns'
import { Plot } from './charts/plot'
import { spread } from './charts/scale'
import type { Series } from './use-series'
import type { StatsPoint } from './stats-api'

interface LineSpec {
  name: string
  stroke: string
  text: string
  dash?: string
  read: (point: StatsPoint) => number | null
}

interface LinesChartProps {
  title: string
  file: string
  series: Series
  lines: LineSpec[]
  formatValue: (value: number) => string
  threshold?: { value: number; label: string }
  /** O que a legenda diz sem mira: a soma do período, ou o que o servidor calculou. */
  whole: (index: number) => string
  onPick?: (at: number) => void
}

/** Linhas no tempo. Fatia sem dados é buraco; a que ainda corre não se liga à linha cheia. */
export function LinesChart(props: LinesChartProps) {
  const { title, file, series, lines, formatValue, onPick } = props
  const { t } = useTranslation()
  const [active, setActive] = useState<number | null>(null)
  const { slots, points } = series
  const values = lines.map(({ read }) => points.map((point) => (point ? read(point) : null)))
  const max = Math.max(0, ...values.flat().map((value) => value ?? 0))
  const last = slots.length - 1

  function describe(index: number): string {
    const parts = lines.map(({ name }, at) => {
      const value = values[at]?.[index] ?? null
      return value === null ? null : `${name} ${formatValue(value)}`
    })
    const known = parts.filter((part) => part !== null)
    return `${series.when(index)}: ${known.length > 0 ? known.join(', ') : t('dashboard.noData')}`
  }

  return (
    <ChartCard
      title={title}
      file={file}
      table={() => ({
        head: [t('dashboard.when'), ...lines.map(({ name }) => name)],
        rows: slots.map((_, index) => [
          series.when(index),
          ...lines.map((__, at) => values[at]?.[index] ?? null),
        ]),
      })}
      legend={
        <Legend
          when={active === null ? t('dashboard.wholePeriod') : series.when(active)}
          items={lines.map(({ name, stroke, dash }, at) => {
            const value = active === null ? null : (values[at]?.[active] ?? null)
            return {
              name,
              value: active === null ? props.whole(at) : value === null ? '–' : formatValue(value),
              swatch: <LineSwatch className={stroke} {...(dash ? { dash } : {})} />,
            }
          })}
        />
      }
    >
      <Plot
        label={title}
        slots={slots}
        stepMs={series.stepMs}
        max={max}
        formatValue={formatValue}
        formatSlot={series.tick}
        describe={describe}
        active={active}
        onActive={setActive}
        threshold={props.threshold}
        rightMargin={56}
        onPick={
          onPick
            ? (index) => {
                const at = slots[index]
                if (at !== undefined) onPick(at)
              }
            : undefined
        }
      >
        {({ x, y }) => {
          const labels = spread(
            values.map((line) => {
              const end = line.findLast((value) => value !== null)
              return end == null ? null : y(end)
            }),
          )
          return lines.map(({ name, stroke, text, dash }, at) => {
            const dots = (values[at] ?? []).map((value, index) =>
              value === null ? null : { x: x(index), y: y(value) },
            )
            const end = dots.findLast((dot) => dot !== null)
            const open = dots[last]
            const before = dots[last - 1]
            return (
              <g key={name}>
                <path
                  d={linePath(dots.map((dot, index) => (index === last ? null : dot)))}
                  fill="none"
                  className={stroke}
                  strokeWidth={2}
                  strokeLinejoin="round"
                  strokeLinecap="round"
                  strokeDasharray={dash}
                />
                {open ? (
                  <>
                    {before ? (
                      <path
                        d={`M${before.x} ${before.y}L${open.x} ${open.y}`}
                        className={stroke}
                        strokeWidth={1.5}
                        strokeDasharray="1 4"
                        strokeLinecap="round"
                      />
                    ) : null}
                    <circle cx={open.x} cy={open.y} r={2.5} className={`${stroke} fill-surface`} />
                  </>
                ) : null}
                {end ? (
                  <text
                    x={end.x + 8}
                    y={(labels[at] ?? end.y) + 4}
                    className={`${text} text-meta font-medium`}
                  >
                    {name}
                  </text>
                ) : null}
              </g>
            )
          })
        }}
      </Plot>
      <p className="text-meta text-text-3">
        {series.isDaily ? t('dashboard.openDayLine') : t('dashboard.openHourLine')}
      </p>
    </ChartCard>
  )
}
