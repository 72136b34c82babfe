import { CopyCheck, ShieldAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { EventBadge } from '@/components/status-badge'
import { useFormat } from '@/hooks/use-format'
import { cn } from '@/lib/cn'
import { daysAgo, formatPhone } from '@/lib/format'
import type { EventRow } from './model'
import { traceOf } from './trace'
import { useKindName, useReason } from './use-reason'

interface RowProps {
  event: EventRow
  href: string
  isOpen: boolean
  isSelected: boolean
  onSelect: () => void
  onFocus: () => void
}

/** As mesmas colunas no cabeçalho e nas linhas; com o painel aberto, as de menos saem. */
const COLUMNS =
  'grid grid-cols-[8.5rem_minmax(9rem,13rem)_8.5rem_minmax(6rem,1fr)_4rem_5rem] items-center gap-3 @max-3xl:grid-cols-[8rem_minmax(6.5rem,1fr)_minmax(6rem,1fr)_4.5rem] @3xl:@max-5xl:grid-cols-[8.5rem_minmax(9rem,13rem)_8.5rem_minmax(6rem,1fr)_5rem] @5xl:grid-cols-[8.5rem_minmax(9rem,13rem)_8.5rem_minmax(7rem,12rem)_minmax(6rem,1fr)_4rem_5rem]'
const ONLY_WIDE = '@max-5xl:hidden'
const NOT_NARROW = '@max-3xl:hidden'
const ONLY_NARROW = '@3xl:hidden'

interface ListHeaderProps {
  isAllSelected: boolean
  onToggleAll: (isOn: boolean) => void
}

export function ListHeader({ isAllSelected, onToggleAll }: ListHeaderProps) {
  const { t } = useTranslation()
  return (
    <div className="flex h-9 shrink-0 items-center border-b pr-4 pl-4 text-meta font-medium text-text-3 touch:h-11">
      <label className="flex w-8 shrink-0 touch:-ml-3 touch:h-full touch:w-11 touch:items-center touch:justify-center">
        <input
          type="checkbox"
          aria-label={t('events.selectAll')}
          checked={isAllSelected}
          onChange={(change) => {
            onToggleAll(change.target.checked)
          }}
          className="size-4 accent-accent"
        />
      </label>
      <span aria-hidden className={cn(COLUMNS, 'flex-1')}>
        <span>{t('events.col.time')}</span>
        <span>{t('events.col.state')}</span>
        <span>{t('events.col.kind')}</span>
        <span className={ONLY_WIDE}>{t('events.instance')}</span>
        <span className={NOT_NARROW}>{t('events.col.subject')}</span>
        <span className={cn(ONLY_WIDE, 'text-right')}>{t('events.col.attempts')}</span>
        <span className="text-right">{t('events.col.total')}</span>
      </span>
    </div>
  )
}

type Subject = Pick<EventRow, 'subject' | 'subject_name'>

export function isGroup(subject: string | null): boolean {
  return subject?.endsWith('@g.us') ?? false
}

export function subjectName({ subject, subject_name: name }: Subject): string {
  if (!subject) return '–'
  // O de um grupo não se lê; o de uma pessoa é como ela se acha.
  if (name && isGroup(subject)) return name
  const address = /^\d{10,15}$/.test(subject) ? formatPhone(subject) : subject
  return name ? `${name} · ${address}` : address
}

function useTotal() {
  const format = useFormat()
  // Reprocessado conta do pedido, como no detalhe, e não da chegada de dias atrás.
  return (event: EventRow) =>
    event.total_ms === null ? '–' : `${format.number(Math.round(traceOf(event).total))} ms`
}

function Extras({ event }: { event: EventRow }) {
  const { t } = useTranslation()
  return (
    <>
      {event.duplicates > 0 ? (
        <span
          className="inline-flex shrink-0 items-center gap-0.5 text-meta text-text-3"
          data-tip={t('events.receivedTimes', { count: event.duplicates + 1 })}
        >
          <CopyCheck aria-hidden className="size-3.5" strokeWidth={1.75} />×{event.duplicates + 1}
        </span>
      ) : null}
      {event.authenticated ? null : (
        <span className="inline-flex shrink-0" data-tip={t('events.notAuthenticated')}>
          <ShieldAlert aria-hidden className="size-4 text-warn" strokeWidth={1.75} />
          <span className="sr-only">{t('events.notAuthenticated')}</span>
        </span>
      )}
    </>
  )
}

function useWhen() {
  const format = useFormat()
  return (iso: string) =>
    daysAgo(iso) === 0
      ? format.preciseTime(iso)
      : `${format.shortDay(iso)} ${format.preciseTime(iso).slice(0, 8)}`
}

export function EventRowLine({ event, href, isOpen, isSelected, onSelect, onFocus }: RowProps) {
  const { t } = useTranslation()
  const kindName = useKindName()
  const reason = useReason()
  const when = useWhen()
  const total = useTotal()
  return (
    <div
      className={cn(
        'flex h-full items-center border-b pr-4 pl-4 transition-colors hover:bg-sunken has-[a:focus-visible]:bg-sunken',
        isOpen && 'bg-selected shadow-[inset_3px_0_0_var(--accent)]',
        isSelected && !isOpen && 'bg-selected',
      )}
    >
      <label className="flex w-8 shrink-0 touch:-ml-3 touch:h-full touch:w-11 touch:items-center touch:justify-center">
        <input
          type="checkbox"
          tabIndex={-1}
          aria-label={t('events.selectOne', { time: when(event.received_at) })}
          checked={isSelected}
          onChange={onSelect}
          className="size-4 accent-accent"
        />
      </label>
      <Link
        to={href}
        data-event={event.id}
        aria-current={isOpen ? 'true' : undefined}
        onFocus={onFocus}
        className={cn(COLUMNS, 'h-full min-w-0 flex-1 outline-offset-[-2px]')}
      >
        <time dateTime={event.received_at} className="tabular truncate text-sub">
          {when(event.received_at)}
        </time>
        <span className="flex min-w-0 items-center gap-1.5">
          <EventBadge event={{ ...event, reason: reason(event.reason) }} />
        </span>
        <span className="flex min-w-0 items-center gap-1.5">
          <span className="min-w-0">
            <span className="block truncate">{kindName(event.kind)}</span>
            {/* Ao lado do painel aberto a coluna de quem some; o nome fica. */}
            <span className={cn(ONLY_NARROW, 'block truncate text-meta text-text-2')}>
              {event.subject ? subjectName(event) : event.instance_name}
            </span>
          </span>
          <Extras event={event} />
        </span>
        <span className={cn(ONLY_WIDE, 'truncate text-text-2')}>{event.instance_name}</span>
        <span
          className={cn(
            NOT_NARROW,
            'truncate',
            event.error && event.state === 'failed' ? 'text-bad' : 'text-text-2',
          )}
        >
          {event.state === 'failed' && event.error ? event.error : subjectName(event)}
        </span>
        <span className={cn(ONLY_WIDE, 'tabular text-right text-text-2')}>
          {event.attempts}
          <span className="sr-only"> {t('events.col.attempts')}</span>
        </span>
        <span className="tabular text-right whitespace-nowrap text-text-2">{total(event)}</span>
      </Link>
    </div>
  )
}

export function EventCard({ event, href, onFocus }: RowProps) {
  const kindName = useKindName()
  const reason = useReason()
  const when = useWhen()
  const total = useTotal()
  return (
    <Link
      to={href}
      data-event={event.id}
      onFocus={onFocus}
      className="flex h-full flex-col justify-center gap-1 border-b px-4 outline-offset-[-2px] active:bg-sunken"
    >
      <span className="flex items-center justify-between gap-2">
        <EventBadge event={{ ...event, reason: reason(event.reason) }} />
        <time dateTime={event.received_at} className="tabular shrink-0 text-meta text-text-3">
          {when(event.received_at)}
        </time>
      </span>
      <span className="flex items-center gap-1.5 text-base">
        <span className="font-medium">{kindName(event.kind)}</span>
        <Extras event={event} />
        <span className="min-w-0 flex-1 truncate text-text-2">{subjectName(event)}</span>
      </span>
      <span className="flex justify-between gap-2 text-meta text-text-3">
        <span className={cn('truncate', event.state === 'failed' && 'text-bad')}>
          {event.state === 'failed' && event.error ? event.error : event.instance_name}
        </span>
        <span className="tabular shrink-0">{total(event)}</span>
      </span>
    </Link>
  )
}
