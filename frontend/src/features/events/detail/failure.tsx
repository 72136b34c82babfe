import { useTranslation } from 'react-i18next'
import { CopyButton } from '@/components/ui/copy-button'
import { Notice } from '@/components/ui/notice'
import { useFormat } from '@/hooks/use-format'
import { cn } from '@/lib/cn'
import type { EventDetail } from '../model'
import { foldStack } from '../stack'
import { Section } from './section'

/** O que quebrou, se ainda vai tentar, e o traço com os nossos quadros abertos. */
export function Failure({ event }: { event: EventDetail }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <Section
      title={t('events.failure')}
      actions={
        event.stack ? (
          <CopyButton text={`${event.error ?? ''}\n${event.stack}`} label={t('events.copyStack')} />
        ) : null
      }
    >
      <Notice tone={event.state === 'failed' ? 'bad' : 'warn'} className="rounded-b-none">
        <span className="font-medium break-words">{event.error ?? t('events.noError')}</span>
        <span className="block text-meta">
          {event.next_retry_at
            ? t('events.willRetry', {
                attempt: event.attempts + 1,
                time: format.preciseTime(event.next_retry_at).slice(0, 8),
              })
            : event.state === 'failed'
              ? t('events.gaveUp', { count: event.attempts })
              : ''}
        </span>
      </Notice>
      {event.stack ? (
        <div className="overflow-x-auto rounded-b-control border border-t-0 bg-sunken p-3 font-mono text-meta">
          {foldStack(event.stack).map((block, index) =>
            block.kind === 'library' ? (
              <details key={index} className="text-text-3">
                <summary className="py-0.5">
                  {t('events.libraryFrames', { count: block.frames })}
                </summary>
                <pre className="whitespace-pre">{block.lines.join('\n')}</pre>
              </details>
            ) : (
              <pre
                key={index}
                className={cn('whitespace-pre', block.kind === 'own' ? 'text-text' : 'text-text-2')}
              >
                {block.lines.join('\n')}
              </pre>
            ),
          )}
        </div>
      ) : null}
    </Section>
  )
}
