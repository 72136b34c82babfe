import { CircleHelp, Smartphone } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { PollOptionResult } from '@/api/generated/types.gen'
import { useFormat } from '@/hooks/use-format'
import { paths } from '@/lib/paths'
import { TYPE_ICON } from '../message-face'
import type { Choices, Mensagem, MessageType } from '../model'
import { useThreadScope } from '../scope'
import { HeaderFile } from './header-file'
import { Meta } from './meta'
import { RichText } from './rich-text'
import { Copied } from './typed-bubbles'
import { list, safeUrl, words } from './typed-content'

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
            ? t('said.pollUpTo', { count: poll.max_choices })
            : t('said.pollMany')}
        </span>
      ) : null}
      <ul className="flex flex-col gap-1">
        {poll?.results.map((result, index) => (
          <PollOption key={`${result.text}-${index}`} result={result} total={poll.voters_count} />
        ))}
      </ul>
      {poll ? (
        <span className="text-meta text-text-3">
          {poll.results.some(({ votes }) => votes === null)
            ? t('said.pollUnread')
            : t('said.pollVoters', { count: poll.voters_count })}
        </span>
      ) : null}
      <span>
        <Meta message={message} />
      </span>
    </div>
  )
}

/** Uma opção, quantos a escolheram e, a um toque, quem. */
function PollOption({ result, total }: { result: PollOptionResult; total: number }) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  const { text, votes, voters } = result
  const names = voters.map(({ from_me, name }) =>
    from_me ? t('chats.you') : (name ?? t('bubble.hiddenNumber')),
  )
  const share = votes && total > 0 ? votes / total : 0
  const row = (
    <>
      <span
        aria-hidden
        className="absolute inset-y-0 left-0 bg-accent/15"
        style={{ width: `${share * 100}%` }}
      />
      <span className="relative min-w-0 flex-1 text-left break-words">{text}</span>
      {votes === null ? null : <span className="tabular relative shrink-0">{votes}</span>}
    </>
  )
  const shape =
    'relative flex w-full items-center gap-2 overflow-hidden rounded-control border border-border-strong/60 px-2.5 py-1.5 text-base touch:min-h-11'
  return (
    <li>
      {voters.length > 0 ? (
        <button
          type="button"
          aria-expanded={isOpen}
          className={shape}
          onClick={() => {
            setOpen(!isOpen)
          }}
        >
          {row}
          <span className="sr-only">
            {t('said.pollOption', { count: votes ?? 0, names: names.join(', ') })}
          </span>
        </button>
      ) : (
        <span className={shape}>{row}</span>
      )}
      {isOpen ? <p className="px-2.5 pt-1 text-sub text-text-2">{names.join(', ')}</p> : null}
    </li>
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
      {message.choices?.title ? (
        <p className="text-msg font-medium break-words">{message.choices.title}</p>
      ) : null}
      <HeaderFile message={message} />
      <RichText
        text={bodyText(message)}
        mentions={message.mentions}
        after={<Meta message={message} />}
      />
      <Answers content={message.content} />
      {message.choices ? <Offered choices={message.choices} /> : null}
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
          <dt className="text-meta text-text-3">{said(one, 'name')}</dt>
          <dd className="break-words whitespace-pre-wrap">{said(one, 'value')}</dd>
        </div>
      ))}
    </dl>
  )
}

function said(part: Record<string, unknown>, name: string): string {
  const value = part[name]
  return typeof value === 'string' ? value : ''
}

const OPTION =
  'rounded-control border border-border-strong/60 px-2.5 py-1.5 text-center text-base break-words'

/** Um botão: o que abre um endereço abre-se; o resto só se lê, ou se copia. */
function Offer({ button }: { button: Record<string, unknown> }) {
  const { t } = useTranslation()
  const value = said(button, 'value')
  const url = said(button, 'type') === 'url' ? safeUrl(value) : null
  return (
    <li className={OPTION}>
      {url ? (
        <a
          href={url}
          target="_blank"
          rel="noopener noreferrer nofollow"
          className="font-medium text-accent-text hover:underline"
        >
          {said(button, 'text') || t('said.openLink')}
        </a>
      ) : (
        said(button, 'text')
      )}
      {value && said(button, 'type') === 'copy' ? (
        <Copied text={value} label={t('said.copyCode')} />
      ) : value ? (
        <span className="block text-meta break-all text-text-3">{value}</span>
      ) : null}
    </li>
  )
}

/** O que a lista ou os botões ofereceram: aqui só se leem. */
function Offered({ choices }: { choices: Choices }) {
  const { t } = useTranslation()
  const format = useFormat()
  const rowsOf = (section: Record<string, unknown>) =>
    Array.isArray(section['rows']) ? (section['rows'] as Record<string, unknown>[]) : []
  return (
    <div className="clear-both flex w-72 max-w-full flex-col gap-2 pt-2">
      {choices.buttons?.length ? (
        <ul aria-label={t('types.buttons')} className="flex flex-col gap-1">
          {choices.buttons.map((button, index) => (
            <Offer key={index} button={button} />
          ))}
        </ul>
      ) : null}
      {choices.cards?.map((card, at) => (
        <section key={at} className="flex flex-col gap-1 rounded-control bg-sunken/60 p-2">
          <p className="text-sub break-words whitespace-pre-wrap">{said(card, 'text')}</p>
          <ul className="flex flex-col gap-1">
            {list(card, 'buttons').map((button, index) => (
              <Offer key={index} button={button} />
            ))}
          </ul>
        </section>
      ))}
      {choices.sections?.map((section, at) => (
        <section key={at} className="flex flex-col gap-1">
          {said(section, 'title') ? (
            <h4 className="text-meta font-medium text-text-3">{said(section, 'title')}</h4>
          ) : null}
          <ul className="flex flex-col gap-1">
            {rowsOf(section).map((row, index) => (
              <li
                key={said(row, 'id') || index}
                className="rounded-control border border-border-strong/60 px-2.5 py-1.5 text-base break-words"
              >
                {said(row, 'title')}
                {said(row, 'description') ? (
                  <span className="block text-meta text-text-3">{said(row, 'description')}</span>
                ) : null}
              </li>
            ))}
          </ul>
        </section>
      ))}
      {choices.pix_key ? (
        <p className="text-base break-words">
          {choices.merchant_name}
          {choices.amount === undefined ? null : ` · ${format.money(choices.amount)}`}
          <span className="block text-meta break-all text-text-3">
            {choices.pix_type?.toUpperCase()}: {choices.pix_key}
          </span>
        </p>
      ) : null}
      {choices.code ? (
        <p className="text-base">
          <code className="font-mono">{choices.code}</code>
        </p>
      ) : null}
      {choices.cards?.map((card, at) => (
        <section key={at} className="flex flex-col gap-1 rounded-control border px-2.5 py-1.5">
          <p className="text-base break-words">{said(card, 'text')}</p>
          <p className="text-meta break-all text-text-3">{said(card, 'image')}</p>
          <p className="text-sub text-text-2">
            {(Array.isArray(card['buttons']) ? (card['buttons'] as Record<string, unknown>[]) : [])
              .map((button) => said(button, 'text'))
              .join(' · ')}
          </p>
        </section>
      ))}
      {choices.button_text ? (
        <p className="text-meta text-text-3">
          {t('said.listButton', { text: choices.button_text })}
        </p>
      ) : null}
      {choices.footer ? <p className="text-meta text-text-3">{choices.footer}</p> : null}
    </div>
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
