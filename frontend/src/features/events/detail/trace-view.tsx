import { useTranslation } from 'react-i18next'
import { useFormat } from '@/hooks/use-format'
import { cn } from '@/lib/cn'
import type { EventDetail } from '../model'
import { replayOf, traceOf } from '../trace'
import { Section } from './section'

/** Cascata: cada trecho começa onde o anterior acabou; o mais lento vem marcado. */
export function TraceView({ event }: { event: EventDetail }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { steps, total } = traceOf(event)
  const replay = replayOf(event)
  const ms = (value: number) =>
    `${new Intl.NumberFormat(format.language, { maximumFractionDigits: value < 10 ? 1 : 0 }).format(value)} ms`
  return (
    <Section
      title={t('events.trace')}
      actions={
        <span className="tabular text-sub text-text-2">
          {t('events.traceTotal', { ms: ms(total) })}
        </span>
      }
    >
      <ol className="rounded-control border">
        {steps.map(({ name, at, ms: took, offset, isSlowest }) => (
          <li
            key={name}
            className="grid grid-cols-[6.5rem_1fr_9.5rem] items-center gap-3 border-t px-3 py-1.5 text-sub first:border-t-0 phone:grid-cols-[5.5rem_1fr_8.5rem]"
          >
            <span className={at ? 'text-text' : 'text-text-3'}>{t(`events.step.${name}`)}</span>
            <span aria-hidden className="relative h-2 min-w-0 rounded-chip bg-sunken">
              {took === null ? null : (
                <span
                  className={cn(
                    'forced-border absolute inset-y-0 min-w-0.5 rounded-chip',
                    isSlowest ? 'bg-chart-3' : 'bg-chart-1',
                  )}
                  style={{
                    left: `${total > 0 ? Math.min(99, (offset / total) * 100) : 0}%`,
                    width: `${total > 0 ? (took / total) * 100 : 0}%`,
                  }}
                />
              )}
            </span>
            <span className="tabular text-right whitespace-nowrap">
              {at === null ? (
                <span className="text-text-3">{t('events.notYet')}</span>
              ) : took === null ? (
                <span className="text-text-3">{format.preciseTime(at)}</span>
              ) : (
                <span data-tip={format.preciseTime(at)}>
                  {isSlowest ? (
                    <span className="mr-1.5 text-meta text-warn">{t('events.slowest')}</span>
                  ) : null}
                  +{ms(took)}
                </span>
              )}
            </span>
          </li>
        ))}
      </ol>
      {event.replayed_at ? (
        <p className="mt-1 text-meta text-text-3">
          {t('events.replayedAt', { time: format.dateTime(event.replayed_at) })}
          {replay
            ? ` ${t('events.replayTook', { wait: ms(replay.waitMs), apply: ms(replay.applyMs) })}`
            : ''}
        </p>
      ) : null}
    </Section>
  )
}
