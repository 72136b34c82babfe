import { useTranslation } from 'react-i18next'
import { Sparkline } from '@/components/sparkline'
import { useFormat } from '@/hooks/use-format'
import { cn } from '@/lib/cn'
import { daysAgo } from '@/lib/format'
import type { Alert } from './model'
import { extremesOf } from './model'
import { useMeasure } from './use-measure'

interface AlertSparklineProps {
  alert: Alert
  /** No painel o texto se vê; na lista só se ouve. */
  isLarge?: boolean
}

/** O medido de hora em hora com o limite tracejado; só dos tipos cujo medido se guarda. */
export function AlertSparkline({ alert, isLarge = false }: AlertSparklineProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const measure = useMeasure()
  const { series, threshold, unit } = alert
  const extremes = extremesOf(series)
  if (!series || !extremes) return null
  const when = (iso: string) =>
    daysAgo(iso) === 0 ? format.time(iso) : `${format.shortDay(iso)} ${format.time(iso)}`
  const words = t('alerts.seriesText', {
    from: when(extremes.from),
    to: when(extremes.to),
    min: measure(extremes.min, unit),
    max: measure(extremes.max, unit),
  })
  return (
    <figure className={isLarge ? 'flex flex-col gap-1' : 'shrink-0'}>
      <Sparkline
        values={series.map(({ value }) => value)}
        threshold={threshold}
        className={isLarge ? 'h-14 w-full' : ''}
      />
      <figcaption className={cn(isLarge ? 'text-meta text-text-3' : 'sr-only')}>{words}</figcaption>
    </figure>
  )
}
