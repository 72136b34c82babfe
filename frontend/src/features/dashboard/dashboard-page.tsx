import { useQuery } from '@tanstack/react-query'
import { Volume2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate, useSearchParams } from 'react-router'
import { instanceOptions } from '@/api/instance-options'
import { LoadError } from '@/components/load-error'
import { PageHeader, PageTitle } from '@/components/page-header'
import { Button } from '@/components/ui/button'
import { Segmented } from '@/components/ui/segmented'
import { Select } from '@/components/ui/select'
import { useClienteScope } from '@/hooks/use-cliente-scope'
import { useShortcuts } from '@/hooks/use-shortcuts'
import { ChartGrid } from './chart-grid'
import { ChecklistCard } from './checklist-card'
import { InstanceStrip } from './instance-strip'
import { LiveNote } from './live-note'
import { parseRange, RANGES, type Range } from './ranges'
import { TileRow } from './tile-row'
import { useSeries } from './use-series'
import { useStats } from './use-stats'
import { useSummary } from './use-summary'

const NO_SERIES: never[] = []

export function DashboardPage() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [params, setParams] = useSearchParams()
  const [isPaused, setPaused] = useState(false)
  const [spoken, setSpoken] = useState('')
  const range = parseRange(params.get('range'))
  const instance = Number(params.get('instance')) || null
  const cliente = useClienteScope()
  const query = useStats({ range, instance, cliente }, isPaused)
  const instances = useQuery(instanceOptions(cliente))
  const { data: stats } = query
  const series = useSeries(range, stats?.series ?? NO_SERIES)
  const summary = useSummary(stats)

  function change(name: 'range' | 'instance', value: string) {
    setParams(
      (current) => {
        const next = new URLSearchParams(current)
        if (value) next.set(name, value)
        else next.delete(name)
        return next
      },
      { replace: true },
    )
  }

  useShortcuts(
    RANGES.map((value, index) => ({
      keys: String(index + 1),
      run: () => {
        change('range', value)
      },
    })),
  )

  const isUntouched = stats && stats.totals.events === 0 && !stats.checklist.has_connected
  const onlyInstance = instances.data?.length === 1 ? (instances.data[0]?.id ?? null) : null

  return (
    <>
      <PageTitle parts={[t('dashboard.title')]} />
      <PageHeader
        title={t('dashboard.title')}
        aside={
          <LiveNote
            updatedAt={query.dataUpdatedAt}
            isPaused={isPaused}
            onToggle={() => {
              setPaused(!isPaused)
            }}
          />
        }
        actions={
          <>
            <Segmented<Range>
              label={t('dashboard.range')}
              value={range}
              onChange={(value) => {
                change('range', value)
              }}
              options={RANGES.map((value, index) => ({
                value,
                label: t(`dashboard.range${value}`),
                keys: String(index + 1),
              }))}
            />
            <Select
              aria-label={t('dashboard.instanceFilter')}
              value={instance ?? ''}
              className="max-w-48"
              onChange={(event) => {
                change('instance', event.target.value)
              }}
            >
              <option value="">{t('dashboard.allInstances')}</option>
              {(instances.data ?? []).map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </Select>
          </>
        }
      />
      <div className="flex-1 overflow-y-auto p-4" data-region tabIndex={-1}>
        <div className="mx-auto flex max-w-[90rem] flex-col gap-3">
          {query.isError ? (
            <LoadError
              error={query.error}
              isBanner={Boolean(stats)}
              onRetry={() => void query.refetch()}
            />
          ) : null}
          {stats ? (
            <ChecklistCard checklist={stats.checklist} instanceId={instance ?? onlyInstance} />
          ) : null}
          {isUntouched || (query.isError && !stats) ? null : (
            <>
              <TileRow
                stats={stats}
                series={series}
                range={range}
                instance={instance}
                updatedAt={query.dataUpdatedAt}
              />
              <InstanceStrip />
              <ChartGrid
                stats={stats}
                series={series}
                instance={instance}
                onOpen={(to) => void navigate(to)}
              />
            </>
          )}
          {stats ? (
            <p className="flex flex-wrap items-center gap-2 text-meta text-text-3">
              <Button
                variant="ghost"
                size="small"
                onClick={() => {
                  setSpoken(summary)
                }}
              >
                <Volume2 aria-hidden className="size-4" strokeWidth={1.75} />
                {t('dashboard.readSummary')}
              </Button>
              <span role="status">{spoken}</span>
            </p>
          ) : null}
        </div>
      </div>
    </>
  )
}
