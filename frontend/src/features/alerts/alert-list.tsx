import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { AlertBadge } from '@/components/alert-badge'
import { RelativeTime } from '@/components/relative-time'
import { Skeleton } from '@/components/ui/skeleton'
import { useHasRole } from '@/contexts/auth-context'
import { useFormat } from '@/hooks/use-format'
import { useNow } from '@/hooks/use-now'
import { cn } from '@/lib/cn'
import { AlertAct } from './alert-act'
import { AlertDecisions } from './alert-decisions'
import { AlertSparkline } from './alert-sparkline'
import { sinceOf, type Alert } from './model'
import { useMeasure } from './use-measure'

interface AlertListProps {
  alerts: Alert[]
  label: string
  openId: number | null
  hrefOf: (id: number) => string
}

export function AlertList({ alerts, label, openId, hrefOf }: AlertListProps) {
  return (
    <ul aria-label={label} className="flex flex-col">
      {alerts.map((alert) => (
        <AlertRow key={alert.id} alert={alert} isOpen={alert.id === openId} to={hrefOf(alert.id)} />
      ))}
    </ul>
  )
}

function AlertRow({ alert, isOpen, to }: { alert: Alert; isOpen: boolean; to: string }) {
  const { t } = useTranslation()
  const measure = useMeasure()
  const canDecide = useHasRole('admin', 'manager')
  const isResolved = alert.state === 'resolved'
  const { value, threshold, unit } = alert
  return (
    <li
      data-row-scope
      data-alert={alert.id}
      className={cn(
        'relative border-b px-4 py-3 transition-colors',
        isOpen ? 'bg-selected shadow-[inset_3px_0_0_var(--accent)]' : 'bg-surface hover:bg-sunken',
      )}
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <AlertBadge alert={alert} />
        {/* O elo cobre a linha inteira; botões ficam por cima. */}
        <Link
          to={to}
          data-row
          aria-current={isOpen ? 'true' : undefined}
          className="font-medium text-text after:absolute after:inset-0"
        >
          {t(`alerts.kind.${alert.kind}`)}
        </Link>
        <span className="min-w-0 truncate text-sub text-text-2">
          {alert.instance_name ?? t('alerts.installation')}
        </span>
        <span className="tabular ml-auto text-sub whitespace-nowrap text-text-3">
          <When alert={alert} />
        </span>
      </div>
      <div className="mt-1 flex flex-wrap items-center gap-x-4 gap-y-1">
        <p className="min-w-0 flex-1 basis-64 text-base break-words text-text-2">
          {/* No presente: do que já se resolveu fica só o medido. */}
          {isResolved ? null : t(`alerts.said.${alert.kind}`, { name: alert.instance_name ?? '' })}
          {value === null || unit === null ? null : (
            <span className="tabular text-text">
              {' '}
              <b className="font-semibold">{measure(value, unit)}</b>
              {threshold === null ? null : (
                <span className="text-text-3">
                  {' '}
                  ({t('alerts.limit', { limit: measure(threshold, unit) })})
                </span>
              )}
            </span>
          )}
        </p>
        <AlertSparkline alert={alert} />
      </div>
      {alert.comment ? (
        <p className="mt-1 text-sub break-words text-text-2">
          {alert.acknowledged_by ? `${alert.acknowledged_by}: ` : ''}«{alert.comment}»
        </p>
      ) : null}
      {isResolved ? null : (
        <div className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-2">
          <p className="min-w-0 flex-1 basis-72 text-sub text-text-2">
            <b className="font-semibold text-text">{t('alerts.todoTitle')}:</b>{' '}
            {t(`alerts.todo.${alert.kind}`)}
          </p>
          <span className="relative z-10 flex flex-wrap items-center gap-2">
            <AlertAct alert={alert} />
            {canDecide ? <AlertDecisions alert={alert} /> : null}
          </span>
        </div>
      )}
    </li>
  )
}

/** Aberto: desde quando. Resolvido: quando e quanto durou. */
function When({ alert }: { alert: Alert }) {
  const { t } = useTranslation()
  const format = useFormat()
  const now = useNow()
  const end = alert.resolved_at
  const start = sinceOf(alert)
  if (end) {
    return (
      <>
        <RelativeTime iso={end} /> ·{' '}
        {t('alerts.lasted', { span: format.span(Date.parse(end) - Date.parse(start)) })}
      </>
    )
  }
  return (
    <time dateTime={start} data-tip={format.dateTime(start)}>
      {t('alerts.since', { when: format.time(start) })} ({format.span(now - Date.parse(start))})
    </time>
  )
}

export function AlertListSkeleton() {
  return (
    <div aria-busy="true">
      {Array.from({ length: 4 }, (_, index) => (
        <div key={index} className="flex h-28 flex-col gap-2 border-b bg-surface px-4 py-3">
          <Skeleton className="h-5 w-72" />
          <Skeleton className="h-5 w-full max-w-xl" />
          <Skeleton className="h-8 w-48" />
        </div>
      ))}
    </div>
  )
}
