import { useTranslation } from 'react-i18next'
import { Card } from '@/components/ui/card'
import { Empty } from '@/components/ui/empty'
import { Skeleton } from '@/components/ui/skeleton'
import { useFormat } from '@/hooks/use-format'
import { BacklogCard } from './backlog-card'
import { BarList, type BarRow } from './charts/bar-list'
import { ChartCard } from './charts/chart-card'
import { EventsChart } from './events-chart'
import { LedgerCard } from './ledger-card'
import { LinesChart } from './lines-chart'
import { eventsLink } from './links'
import type { Stats } from './stats-api'
import { formatMs } from './tile-row'
import type { Series } from './use-series'

interface ChartGridProps {
  stats: Stats | undefined
  series: Series
  instance: number | null
  onOpen: (to: string) => void
}

const MAX_ROWS = 8

export function ChartGrid({ stats, series, instance, onOpen }: ChartGridProps) {
  const { t } = useTranslation()
  const format = useFormat()
  if (!stats) {
    return (
      <div className="grid gap-3 desktop:grid-cols-2">
        {Array.from({ length: 4 }, (_, index) => (
          <Card key={index} className="h-[21rem] gap-4 p-4">
            <Skeleton className="h-5 w-40" />
            <Skeleton className="flex-1" />
          </Card>
        ))}
      </div>
    )
  }
  const ms = (value: number) => formatMs(value, format.language)
  const openSlot = (at: number, extra: { state?: string } = {}) => {
    onOpen(eventsLink({ instance, after: at, before: at + series.stepMs, ...extra }))
  }
  const types = Object.entries(stats.messages_24h.by_type)
    .filter(([, n]) => n > 0)
    .sort(([, a], [, b]) => b - a)
    .slice(0, MAX_ROWS)
    .map(([type, n]) => ({
      name: t(`dashboard.type.${type as 'text'}`, { defaultValue: type }),
      n,
    }))
  const failures = stats.failures.slice(0, MAX_ROWS).map(({ reason, n }) => ({
    name: reason,
    n,
    to: eventsLink({ instance, state: 'failed', q: reason }),
  }))
  const sendReason = (reason: string) =>
    t(`dashboard.sendReason.${reason as 'refused'}`, { defaultValue: reason })
  const sendFailures = stats.send_failures.slice(0, MAX_ROWS).map(({ reason, n }) => ({
    name: sendReason(reason),
    n,
  }))
  return (
    <div className="grid gap-3 desktop:grid-cols-2">
      <EventsChart
        series={series}
        onPick={(at) => {
          openSlot(at)
        }}
      />
      <LinesChart
        title={t('dashboard.sentReceived')}
        file="mensagens"
        series={series}
        formatValue={format.number}
        whole={(at) => format.number(at === 0 ? stats.totals.in : stats.totals.out)}
        lines={[
          {
            name: t('dashboard.in'),
            stroke: 'stroke-chart-1',
            text: 'fill-chart-1',
            read: (point) => point.in,
          },
          {
            name: t('dashboard.out'),
            stroke: 'stroke-chart-3',
            text: 'fill-chart-3',
            dash: '6 4',
            read: (point) => point.out,
          },
        ]}
      />
      <LinesChart
        title={t('dashboard.latency')}
        file="latencia"
        series={series}
        formatValue={ms}
        threshold={{ value: 1000, label: t('dashboard.threshold') }}
        whole={(at) => {
          const value = at === 0 ? stats.latency_ms.p50 : stats.latency_ms.p95
          return value === null ? '–' : ms(value)
        }}
        lines={[
          {
            name: 'p50',
            stroke: 'stroke-chart-2',
            text: 'fill-chart-2',
            dash: '2 3',
            read: (point) => point.p50,
          },
          {
            name: 'p95',
            stroke: 'stroke-chart-1',
            text: 'fill-chart-1',
            read: (point) => point.p95,
          },
        ]}
        onPick={openSlot}
      />
      <ChartCard
        title={t('dashboard.failuresByReason')}
        file="falhas"
        table={() => ({
          head: [t('dashboard.reason'), t('dashboard.failedEvents'), t('dashboard.failedSends')],
          rows: [
            ...stats.failures.map(({ reason, n }) => [reason, n, null]),
            ...stats.send_failures.map(({ reason, n }) => [sendReason(reason), null, n]),
          ],
        })}
      >
        {failures.length + sendFailures.length > 0 ? (
          <div className="flex flex-col gap-3">
            <FailureList title={t('dashboard.failedEvents')} rows={failures} />
            <FailureList title={t('dashboard.failedSends')} rows={sendFailures} />
          </div>
        ) : (
          <Empty kind="done" title={t('dashboard.noFailures')} className="flex-1" />
        )}
      </ChartCard>
      <ChartCard
        title={t('dashboard.messageTypes')}
        file="tipos"
        table={() => ({
          head: [t('dashboard.typeName'), t('dashboard.count')],
          rows: Object.entries(stats.messages_24h.by_type),
        })}
      >
        {types.length > 0 ? (
          <BarList rows={types} />
        ) : (
          <Empty kind="nothing" title={t('dashboard.noMessages')} className="flex-1" />
        )}
      </ChartCard>
      <div className="grid content-start gap-3">
        <BacklogCard stats={stats} instance={instance} />
        <LedgerCard ledger={stats.ledger} />
      </div>
    </div>
  )
}

/** O que falhou, com o nome do que foi: eventos e envios falham por razões e remédios diferentes. */
function FailureList({ title, rows }: { title: string; rows: BarRow[] }) {
  if (rows.length === 0) return null
  return (
    <section>
      <h3 className="text-sub font-semibold text-text-2">{title}</h3>
      <BarList rows={rows} isFailure />
    </section>
  )
}
