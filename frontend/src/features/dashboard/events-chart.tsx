import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ChartCard, Legend } from './charts/chart-card'
import { Patterns, Swatch } from './charts/patterns'
import { Plot } from './charts/plot'
import { GROUPS, groupCounts } from './groups'
import type { Series } from './use-series'

interface EventsChartProps {
  series: Series
  onPick: (at: number, kinds: readonly string[] | null) => void
}

/** Eventos por fatia, empilhados por tipo; a fatia que ainda corre vem hachurada. */
export function EventsChart({ series, onPick }: EventsChartProps) {
  const { t } = useTranslation()
  const id = useId()
  const [active, setActive] = useState<number | null>(null)
  const { slots, points, format } = series
  const stacks = points.map((point) => (point ? groupCounts(point.kinds) : null))
  const totals = stacks.map((stack) =>
    stack ? GROUPS.reduce((sum, { name }) => sum + stack[name], 0) : 0,
  )
  const name = (group: (typeof GROUPS)[number]['name']) => t(`dashboard.group.${group}`)
  const shown = active === null ? null : stacks[active]
  const all = GROUPS.map((group) =>
    stacks.reduce((sum, stack) => sum + (stack ? stack[group.name] : 0), 0),
  )

  function describe(index: number): string {
    const stack = stacks[index]
    if (!stack) return `${series.when(index)}: ${t('dashboard.noData')}`
    const parts = GROUPS.filter((group) => stack[group.name] > 0).map(
      (group) => `${format.number(stack[group.name])} ${name(group.name)}`,
    )
    const failures = points[index]?.failures ?? 0
    return `${series.when(index)}: ${[...parts, t('dashboard.nFailures', { count: failures })].join(', ')}`
  }

  return (
    <ChartCard
      title={series.isDaily ? t('dashboard.eventsPerDay') : t('dashboard.eventsPerHour')}
      file="eventos"
      table={() => ({
        head: [t('dashboard.when'), ...GROUPS.map((group) => name(group.name))],
        rows: slots.map((_, index) => [
          series.when(index),
          ...GROUPS.map((group) => stacks[index]?.[group.name] ?? null),
        ]),
      })}
      legend={
        <Legend
          when={active === null ? t('dashboard.wholePeriod') : series.when(active)}
          items={GROUPS.map((group, index) => ({
            name: name(group.name),
            value:
              active === null
                ? format.number(all[index] ?? 0)
                : shown
                  ? format.number(shown[group.name])
                  : '–',
            swatch: <Swatch id={id} index={index} />,
          }))}
        />
      }
    >
      <svg width={0} height={0} aria-hidden className="absolute">
        <Patterns id={id} />
      </svg>
      <Plot
        label={t('dashboard.eventsPerHour')}
        slots={slots}
        stepMs={series.stepMs}
        max={Math.max(...totals, 0)}
        formatValue={format.number}
        formatSlot={series.tick}
        describe={describe}
        active={active}
        onActive={setActive}
        onPick={(index) => {
          const at = slots[index]
          if (at !== undefined) onPick(at, null)
        }}
      >
        {({ x, y, band, base }) => {
          const gap = band > 8 ? 2 : band > 4 ? 1 : 0
          return stacks.map((stack, index) => {
            if (!stack) return null
            const width = Math.min(40, Math.max(1, band - gap))
            const left = x(index) - width / 2
            let below = 0
            const bars = GROUPS.map((group, at) => {
              const n = stack[group.name]
              if (n === 0) return null
              const top = y(below + n)
              const height = y(below) - top
              below += n
              return (
                <rect
                  key={group.name}
                  x={left}
                  y={top}
                  width={width}
                  height={Math.max(0.5, height)}
                  fill={`url(#${id}-${at})`}
                />
              )
            })
            return (
              <g key={slots[index]}>
                {bars}
                {index === slots.length - 1 && below > 0 ? (
                  <rect
                    x={left}
                    y={y(below)}
                    width={width}
                    height={base - y(below)}
                    fill={`url(#${id}-open)`}
                  />
                ) : null}
              </g>
            )
          })
        }}
      </Plot>
      <p className="text-meta text-text-3">
        {series.isDaily ? t('dashboard.openDay') : t('dashboard.openHour')}
      </p>
    </ChartCard>
  )
}
