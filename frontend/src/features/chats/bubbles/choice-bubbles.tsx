import { CircleHelp, Smartphone } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { paths } from '@/lib/paths'
import { TYPE_ICON } from '../message-face'
import type { Mensagem, MessageType } from '../model'
import { useThreadScope } from '../scope'
import { HeaderFile } from './header-file'
import { Meta } from './meta'
import { Offered } from './offered'
import { RichText } from './rich-text'
import { list, words } from './typed-content'

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
  const { choices } = message
  const body = bodyText(message)
  return (
    <>
      <span className="mb-1 flex items-center gap-1 text-meta text-text-3">
        <Icon aria-hidden className="size-4" strokeWidth={1.75} />
        {t(`types.${type}`)}
      </span>
      {choices?.title ? <p className="text-msg font-medium break-words">{choices.title}</p> : null}
      <HeaderFile message={message} />
      {body || !choices ? (
        <RichText
          text={body}
          mentions={message.mentions}
          after={choices ? null : <Meta message={message} />}
        />
      ) : null}
      <Answers content={message.content} />
      {choices ? (
        <>
          <Offered choices={choices} />
          {/* Por último: acima do que se oferece a hora ficaria no meio da bolha. */}
          <div className="flow-root">
            <Meta message={message} />
          </div>
        </>
      ) : null}
    </>
  )
}

/** O título já está acima: não se repete na primeira linha do texto. */
function bodyText({ text, choices, choice_id: id }: Mensagem): string {
  const title = choices?.title
  const body = text ?? id ?? ''
  if (!title) return body
  return body === title ? '' : body.startsWith(`${title}\n`) ? body.slice(title.length + 1) : body
}

/** O que se preencheu num formulário. */
function Answers({ content }: { content: Mensagem['content'] }) {
  const answers = list(content, 'answers')
  if (answers.length === 0) return null
  return (
    <dl className="clear-both flex w-72 max-w-full flex-col gap-1 pt-1 text-sub">
      {answers.map((one, index) => (
        <div key={index}>
          <dt className="text-meta text-text-3">{words(one, 'name')}</dt>
          <dd className="break-words whitespace-pre-wrap">{words(one, 'value')}</dd>
        </div>
      ))}
    </dl>
  )
}

const ON_PHONE = ['view_once', 'masked', 'undecrypted'] as const

export function UnknownBubble({ message }: { message: Mensagem }) {
  const { t } = useTranslation()
  const { isManager } = useThreadScope()
  const reason = ON_PHONE.find((one) => one === words(message.content, 'reason'))
  if (reason) {
    return (
      <span className="flex items-center gap-2 text-base text-text-2 italic">
        <Smartphone aria-hidden className="size-5 shrink-0" strokeWidth={1.75} />
        <span>
          {t(`said.onPhone.${reason}`)}
          <Meta message={message} />
        </span>
      </span>
    )
  }
  return (
    <div className="flex flex-col gap-1">
      <span className="flex items-center gap-2 text-base text-text-2 italic">
        <CircleHelp aria-hidden className="size-5 shrink-0" strokeWidth={1.75} />
        {t('said.unsupported')}
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
            {t('said.seeEvent')}
          </Link>
        ) : null}
        <Meta message={message} />
      </span>
    </div>
  )
}
