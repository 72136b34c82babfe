import { useTranslation } from 'react-i18next'
import { useFormat } from '@/hooks/use-format'
import { paths } from '@/lib/paths'
import { Sparkline } from '@/components/sparkline'
import { groupCounts } from './groups'
import { eventsLink } from './links'
import { startOf, type Range } from './ranges'
import type { Stats } from './stats-api'
import { Delta, Tile, TileSkeleton } from './tiles'
import type { Series } from './use-series'

interface TileRowProps {
  stats: Stats | undefined
  series: Series
  range: Range
  instance: number | null
  updatedAt: number
}

const LATE_MS = 1_000

export function TileRow({ stats, series, range, instance, updatedAt }: TileRowProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const className = 'grid grid-cols-2 gap-3 tablet:grid-cols-3 desktop:grid-cols-5'
  if (!stats) {
    return (
      <div className={className}>
        {Array.from({ length: 5 }, (_, index) => (
          <TileSkeleton key={index} />
        ))}
      </div>
    )
  }
  const { totals, previous, latency_ms: latency } = stats
  const counts = Object.values(stats.instances)
  const all = counts.reduce((sum, n) => sum + n, 0)
  const connected = stats.instances['connected'] ?? 0
  const away = all - connected
  const since = startOf(range, updatedAt)
  const rate = totals.events > 0 ? totals.failures / totals.events : 0
  const failed = totals.failures + totals.send_failures
  const failedBefore = previous.failures + previous.send_failures
  return (
    <div className={className}>
      <Tile
        to={paths.instances}
        name={t('dashboard.tileInstances')}
        value={
          <>
            {format.number(connected)}
            <span className="text-page font-normal text-text-3">/{format.number(all)}</span>
          </>
        }
        tone={away > 0 && connected === 0 ? 'warn' : 'plain'}
        note={away > 0 ? t('dashboard.nAway', { count: away }) : t('dashboard.allConnected')}
      />
      <Tile
        to={eventsLink({ instance, after: since })}
        name={t('dashboard.tileEvents')}
        value={format.number(totals.events)}
        note={<Delta now={totals.events} before={previous.events} />}
        aside={
          <Sparkline
            values={series.points.map((point) =>
              point ? Object.values(groupCounts(point.kinds)).reduce((sum, n) => sum + n, 0) : null,
            )}
          />
        }
      />
      <Tile
        to={
          failed > 0 && totals.failures === 0
            ? `${paths.chats}${instance ? `?instance=${instance}` : ''}`
            : eventsLink({ instance, after: since, state: 'failed' })
        }
        name={t('dashboard.tileFailures')}
        value={format.number(failed)}
        tone={failed > 0 ? 'bad' : 'plain'}
        note={
          failed > 0 ? (
            t('dashboard.failedParts', {
              events: t('dashboard.nEvents', { count: totals.failures }),
              rate: new Intl.NumberFormat(format.language, {
                style: 'percent',
                maximumFractionDigits: rate > 0 && rate < 0.01 ? 2 : 1,
              }).format(rate),
              sends: t('dashboard.nSends', { count: totals.send_failures }),
            })
          ) : (
            <Delta now={failed} before={previous.events === 0 ? null : failedBefore} isRiseBad />
          )
        }
        aside={
          <Sparkline
            values={series.points.map((point) =>
              point ? point.failures + point.send_failures : null,
            )}
          />
        }
      />
      <Tile
        to={eventsLink({ instance, after: since })}
        name={t('dashboard.tileLatency')}
        value={latency.p95 === null ? '–' : formatMs(latency.p95, format.language)}
        tone={(latency.p95 ?? 0) > LATE_MS ? 'warn' : 'plain'}
        note={<Delta now={latency.p95} before={previous.p95} isRiseBad />}
        aside={<Sparkline values={series.points.map((point) => point?.p95 ?? null)} />}
      />
      <Tile
        to={`${paths.chats}?waiting=1${instance ? `&instance=${instance}` : ''}`}
        name={t('dashboard.tileWaiting')}
        value={format.number(stats.chats_waiting)}
        note={
          stats.chats_waiting === 0
            ? t('dashboard.allAnswered')
            : t('dashboard.ofChats', { count: stats.chats_total })
        }
      />
    </div>
  )
}

/** Abaixo de um segundo em ms; acima, em segundos com uma casa. */
export function formatMs(ms: number, language: string): string {
  return ms < 1000
    ? `${new Intl.NumberFormat(language, { maximumFractionDigits: 0 }).format(ms)} ms`
    : `${new Intl.NumberFormat(language, { maximumFractionDigits: ms < 10_000 ? 1 : 0 }).format(ms / 1000)} s`
}
