import { CircleHelp } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { paths } from '@/lib/paths'
import { TYPE_ICON } from '../message-face'
import type { Mensagem, MessageType } from '../model'
import { useThreadScope } from '../thread/thread-context'
import { Meta } from './meta'
import { RichText } from './rich-text'

export function PollBubble({ message }: { message: Mensagem }) {
  const { t } = useTranslation()
  const { poll } = message
  return (
    <div className="flex w-72 max-w-full flex-col gap-2">
      <span className="text-msg font-medium break-words">
        {poll?.question ?? message.text ?? t('types.poll')}
      </span>
      {poll && poll.max_choices !== null && poll.max_choices !== 1 ? (
        <span className="text-meta text-text-3">
          {poll.max_choices > 1
            ? t('bubble.pollUpTo', { count: poll.max_choices })
            : t('bubble.pollMany')}
        </span>
      ) : null}
      <ul className="flex flex-col gap-1">
        {poll?.options.map((option, index) => (
          <li
            key={`${option}-${index}`}
            className="rounded-control border border-border-strong/60 px-2.5 py-1.5 text-base break-words"
          >
            {option}
          </li>
        ))}
      </ul>
      <span className="text-meta text-text-3">{t('bubble.pollVotes')}</span>
      <span>
        <Meta message={message} />
      </span>
    </div>
  )
}

/** Resposta a botão ou lista, e mensagens com eles: o texto, com o nome do que é. */
export function ChoiceBubble({
  message,
  type,
}: {
  message: Mensagem
  type: Exclude<MessageType, 'text'>
}) {
  const { t } = useTranslation()
  const Icon = TYPE_ICON[type]
  return (
    <>
      <span className="mb-1 flex items-center gap-1 text-meta text-text-3">
        <Icon aria-hidden className="size-4" strokeWidth={1.75} />
        {t(`types.${type}`)}
      </span>
      <RichText text={message.text ?? message.choice_id ?? ''} after={<Meta message={message} />} />
    </>
  )
}

export function UnknownBubble({ message }: { message: Mensagem }) {
  const { t } = useTranslation()
  const { isManager } = useThreadScope()
  return (
    <div className="flex flex-col gap-1">
      <span className="flex items-center gap-2 text-base text-text-2 italic">
        <CircleHelp aria-hidden className="size-5 shrink-0" strokeWidth={1.75} />
        {t('bubble.unsupported')}
        {message.unknown_kind ? (
          <code className="font-mono text-meta not-italic">{message.unknown_kind}</code>
        ) : null}
      </span>
      {message.text ? <RichText text={message.text} /> : null}
      <span>
        {isManager && message.event ? (
          <Link
            to={paths.event(message.event)}
            className="text-sub font-medium text-accent-text hover:underline"
          >
            {t('bubble.seeEvent')}
          </Link>
        ) : null}
        <Meta message={message} />
      </span>
    </div>
  )
}
