import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '@/hooks/use-format'
import { isGroup, subjectName } from '../event-row'
import type { EventDetail } from '../model'
import { Section } from './section'

export function EventSummary({ event }: { event: EventDetail }) {
  const { t } = useTranslation()
  const format = useFormat()
  const rows: [string, ReactNode][] = [
    [t('events.receivedAt'), format.dateTime(event.received_at)],
    [t('events.eventType'), event.event_type],
    [t('events.col.subject'), event.subject ? subjectName(event) : null],
    [t('events.groupAddress'), event.subject_name && isGroup(event.subject) ? event.subject : null],
    [t('events.col.attempts'), String(event.attempts)],
    [t('events.nextRetry'), event.next_retry_at ? format.dateTime(event.next_retry_at) : null],
    [t('events.size'), format.bytes(event.size)],
  ]
  return (
    <Section title={t('events.summary')}>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-sub">
        {rows
          .filter(([, value]) => value !== null)
          .map(([name, value]) => (
            <div key={name} className="col-span-2 grid grid-cols-subgrid">
              <dt className="text-text-3">{name}</dt>
              <dd className="tabular min-w-0 break-words">{value}</dd>
            </div>
          ))}
      </dl>
    </Section>
  )
}
