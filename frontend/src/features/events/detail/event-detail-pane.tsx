import { useQuery } from '@tanstack/react-query'
import { ChevronDown, ChevronUp, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { LoadError } from '@/components/load-error'
import { PageTitle } from '@/components/page-header'
import { EventBadge } from '@/components/status-badge'
import { CopyButton } from '@/components/ui/copy-button'
import { IconButton } from '@/components/ui/icon-button'
import { Notice } from '@/components/ui/notice'
import { Skeleton } from '@/components/ui/skeleton'
import { useCopy } from '@/hooks/use-copy'
import { useFormat } from '@/hooks/use-format'
import { useShortcuts } from '@/hooks/use-shortcuts'
import { cn } from '@/lib/cn'
import { eventQuery } from '../events-api'
import { useFreshEvent } from '../use-event-list'
import { useKindName, useReason } from '../use-reason'
import { EventSummary } from './event-summary'
import { FactList } from './fact-list'
import { Failure } from './failure'
import { PayloadView } from './payload-view'
import { ReplayButton } from './replay-button'
import { TraceView } from './trace-view'

interface EventDetailPaneProps {
  id: number
  isPhone: boolean
  onClose: () => void
  position: { at: number; of: number } | null
  onStep: (by: 1 | -1) => unknown
}

/** O evento inteiro: o que é, por onde passou, o que fez, por que falhou e o que veio nele. */
export function EventDetailPane({ id, isPhone, onClose, position, onStep }: EventDetailPaneProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const kindName = useKindName()
  const reason = useReason()
  const copy = useCopy()
  const query = useQuery({ ...eventQuery(id), enabled: id > 0 })
  useFreshEvent(id)
  const { data: event } = query

  useShortcuts([
    {
      keys: 'y',
      run: () => {
        if (event) void copy(event.event_id, t('common.copied'))
      },
    },
  ])

  return (
    <aside
      data-region
      tabIndex={-1}
      aria-label={t('events.detail')}
      className={cn(
        'flex min-h-0 flex-col bg-surface outline-none',
        isPhone ? 'flex-1' : 'w-[44%] max-w-[42rem] min-w-[26rem] shrink-0 border-l',
      )}
    >
      <PageTitle parts={[event ? `${kindName(event.kind)} #${id}` : `#${id}`, t('events.title')]} />
      <header className="flex min-h-12 shrink-0 items-center gap-1 border-b py-1 pr-2 pl-4">
        <h2 className="min-w-0 flex-1 truncate text-pane">
          {event ? kindName(event.kind) : t('events.event')}{' '}
          <span className="tabular text-base font-normal text-text-3">#{id}</span>
        </h2>
        {position ? (
          <>
            <span className="tabular text-meta text-text-3 phone:hidden">
              {position.at}/{position.of}
            </span>
            <IconButton
              icon={ChevronUp}
              label={t('events.previous')}
              keys="K"
              disabled={position.at <= 1}
              onClick={() => onStep(-1)}
            />
            <IconButton
              icon={ChevronDown}
              label={t('events.next')}
              keys="J"
              disabled={position.at >= position.of}
              onClick={() => onStep(1)}
            />
          </>
        ) : null}
        <IconButton icon={X} label={t('common.close')} keys="Esc" onClick={onClose} />
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto">
        {query.isPending && id > 0 ? (
          <DetailSkeleton />
        ) : !event ? (
          <LoadError
            error={id > 0 ? query.error : { status: 404 }}
            onRetry={() => void query.refetch()}
          />
        ) : (
          <div className="flex flex-col gap-5 p-4">
            <div className="flex flex-wrap items-center gap-2">
              <EventBadge event={{ ...event, reason: reason(event.reason) }} />
              <span className="flex min-w-0 items-center text-meta text-text-3">
                <span className="truncate font-mono">{event.event_id.slice(0, 16)}…</span>
                <CopyButton text={event.event_id} label={t('events.copyId')} />
              </span>
              <span className="ml-auto">
                <ReplayButton event={event} />
              </span>
            </div>
            {event.duplicates > 0 && event.last_duplicate_at ? (
              <p className="text-sub text-text-2">
                {t('events.repeats', {
                  count: event.duplicates + 1,
                  time: format.dateTime(event.last_duplicate_at),
                })}
              </p>
            ) : null}
            {event.authenticated ? null : (
              <Notice tone="warn">{t('events.notAuthenticatedText')}</Notice>
            )}
            {event.state === 'failed' || (event.error && event.attempts > 0) ? (
              <Failure event={event} />
            ) : null}
            <TraceView event={event} />
            <FactList event={event} />
            <EventSummary event={event} />
            <PayloadView event={event} />
          </div>
        )}
      </div>
    </aside>
  )
}

function DetailSkeleton() {
  return (
    <div className="flex flex-col gap-5 p-4" aria-busy="true">
      <Skeleton className="h-8 w-64" />
      <Skeleton className="h-40" />
      <Skeleton className="h-20" />
      <Skeleton className="h-64" />
    </div>
  )
}
