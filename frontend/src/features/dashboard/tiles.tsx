import { ArrowDown, ArrowUp, Minus } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Skeleton } from '@/components/ui/skeleton'
import { cn } from '@/lib/cn'

interface TileProps {
  to: string
  name: string
  value: ReactNode
  /** Linha de baixo: comparação, contagem. */
  note: ReactNode
  aside?: ReactNode
  tone?: 'plain' | 'bad' | 'warn'
}

/** Um número, o que ele mudou e aonde ele leva. */
export function Tile({ to, name, value, note, aside, tone = 'plain' }: TileProps) {
  return (
    <Link
      to={to}
      className="group flex min-w-0 flex-col rounded-control border bg-surface px-4 py-3 transition-colors hover:border-border-strong"
    >
      <span className="text-sub text-text-2 group-hover:underline">{name}</span>
      <span className="mt-1 flex items-end justify-between gap-2">
        <b
          className={cn(
            'tabular shrink-0 text-metric font-semibold whitespace-nowrap',
            tone === 'bad' && 'text-bad',
            tone === 'warn' && 'text-warn',
          )}
        >
          {value}
        </b>
        <span className="min-w-0 phone:hidden">{aside}</span>
      </span>
      <span className="mt-0.5 flex min-h-4 items-center gap-1 text-meta text-text-3">{note}</span>
    </Link>
  )
}

export function TileSkeleton() {
  return (
    <div className="flex flex-col rounded-control border bg-surface px-4 py-3">
      <Skeleton className="h-4.5 w-24" />
      <Skeleton className="mt-1 h-8 w-20" />
      <Skeleton className="mt-0.5 h-4 w-28" />
    </div>
  )
}

interface DeltaProps {
  now: number | null
  /** Nulo: no período anterior não houve o que medir. */
  before: number | null
  /** Subir é ruim (falhas, latência): só a palavra e a seta contam, a cor confirma. */
  isRiseBad?: boolean
}

export function Delta({ now, before, isRiseBad = false }: DeltaProps) {
  const { t } = useTranslation()
  if (now === null) return null
  if (before === null) return <>{t('dashboard.deltaNew')}</>
  if (before === now) return <>{t('dashboard.deltaSame')}</>
  if (before === 0) return <>{t('dashboard.deltaNew')}</>
  const percent = Math.round(((now - before) / before) * 100)
  const Icon = percent > 0 ? ArrowUp : percent < 0 ? ArrowDown : Minus
  const isWorse = isRiseBad && percent >= 20
  return (
    <span className={cn('inline-flex min-w-0 items-center gap-0.5', isWorse && 'text-bad')}>
      <Icon aria-hidden className="size-3.5 shrink-0" strokeWidth={1.75} />
      <span className="truncate">
        {percent === 0
          ? t('dashboard.deltaSame')
          : percent > 0
            ? t('dashboard.deltaUp', { percent })
            : t('dashboard.deltaDown', { percent: -percent })}
      </span>
    </span>
  )
}
