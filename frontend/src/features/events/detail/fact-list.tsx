import { MessageSquareText, MessagesSquare, Smartphone } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { buttonStyles } from '@/components/ui/button'
import { paths } from '@/lib/paths'
import type { EventDetail } from '../model'
import { flatFields, maskSecrets } from '../payload'
import { useReason } from '../use-reason'
import { Section } from './section'

const SHOWN_FIELDS = 12

/** O que o evento quer dizer, e as linhas que ele mexeu, como links. */
export function FactList({ event }: { event: EventDetail }) {
  const { t } = useTranslation()
  const reason = useReason()
  const { links } = event
  const chat = links?.chat ?? null
  const message = links?.mensagem ?? null
  const small = buttonStyles({ size: 'small' })
  return (
    <Section title={t('events.facts')}>
      <div className="mb-2 flex flex-wrap gap-2">
        {chat !== null && message !== null ? (
          <Link to={paths.chat(chat, { msg: message })} className={small}>
            <MessageSquareText aria-hidden className="size-4" strokeWidth={1.75} />
            {t('events.toMessage')}
          </Link>
        ) : null}
        {chat !== null ? (
          <Link to={paths.chat(chat)} className={small}>
            <MessagesSquare aria-hidden className="size-4" strokeWidth={1.75} />
            {t('events.toChat')}
          </Link>
        ) : null}
        <Link to={paths.instance(event.instance)} className={small}>
          <Smartphone aria-hidden className="size-4" strokeWidth={1.75} />
          {event.instance_name ?? t('events.instance')}
        </Link>
      </div>
      {event.facts.length > 0 ? (
        <ul className="flex flex-col gap-2">
          {event.facts.map((fact, index) => (
            <FactItem key={index} fact={fact} />
          ))}
        </ul>
      ) : (
        <p className="text-sub text-text-2">
          {event.state === 'ignored' && event.reason
            ? t('events.ignoredBecause', { reason: reason(event.reason) })
            : event.state === 'pending'
              ? t('events.factsPending')
              : t('events.noFacts')}
        </p>
      )}
    </Section>
  )
}

/** O último pedaço do caminho diz o que é («content.text» → «text», «poll.options.0» → «options»). */
function fieldKey(name: string): 'text' {
  return (name.split('.').findLast((part) => !/^\d+$/.test(part)) ?? name) as 'text'
}

function FactItem({ fact }: { fact: Record<string, unknown> }) {
  const { t } = useTranslation()
  const { kind: told, ...fields } = fact
  const kind = typeof told === 'string' ? told : ''
  const known = flatFields(maskSecrets(fields))
  return (
    <li className="rounded-control border px-3 py-2">
      <p className="text-sub font-medium">
        {t(`events.fact.${kind as 'message'}`, { defaultValue: kind })}
      </p>
      <dl className="mt-1 grid grid-cols-[auto_1fr] gap-x-3 gap-y-0.5 text-meta">
        {known.slice(0, SHOWN_FIELDS).map(([name, text]) => (
          <div key={name} className="col-span-2 grid grid-cols-subgrid">
            <dt className="max-w-44 truncate text-text-3 phone:max-w-28" title={name}>
              {t(`events.field.${fieldKey(name)}`, { defaultValue: name })}
            </dt>
            <dd className="min-w-0 truncate" title={text}>
              {text === 'true' ? t('events.yes') : text}
            </dd>
          </div>
        ))}
      </dl>
    </li>
  )
}
