import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { RelativeTime } from '@/components/relative-time'
import { Card } from '@/components/ui/card'
import { useFormat } from '@/hooks/use-format'
import { useNow } from '@/hooks/use-now'
import { cn } from '@/lib/cn'
import { eventsLink } from './links'
import type { Stats } from './stats-api'

const LATE_S = 30
const WORKER_GONE_MS = 60_000

/** Há quanto tempo espera o evento mais velho, e se há quem o processe. */
export function BacklogCard({ stats, instance }: { stats: Stats; instance: number | null }) {
  const { t } = useTranslation()
  const format = useFormat()
  const now = useNow()
  const { oldest_pending_seconds: oldest, worker_seen_at: seen, ledger } = stats
  const isWorkerGone = !seen || now - Date.parse(seen) > WORKER_GONE_MS
  return (
    <Card title={t('dashboard.backlog')}>
      <div className="flex flex-1 flex-col gap-1 px-4 pt-1 pb-4">
        {oldest === null ? (
          <p className="text-page font-semibold text-ok">{t('dashboard.nothingPending')}</p>
        ) : (
          <>
            <p
              className={cn(
                'tabular text-metric font-semibold',
                oldest > LATE_S ? 'text-warn' : 'text-text',
              )}
            >
              {format.span(oldest * 1000)}
            </p>
            <Link
              to={eventsLink({ instance, state: 'pending' })}
              className="w-fit text-sub text-accent-text hover:underline"
            >
              {t('dashboard.seePending', { count: ledger.pending })}
            </Link>
          </>
        )}
        <p className={cn('mt-auto pt-2 text-meta', isWorkerGone ? 'text-bad' : 'text-text-3')}>
          {isWorkerGone ? `${t('dashboard.workerGone')} ` : `${t('dashboard.workerSeen')} `}
          {seen ? <RelativeTime iso={seen} /> : null}
        </p>
      </div>
    </Card>
  )
}
