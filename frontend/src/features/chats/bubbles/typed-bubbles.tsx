import { ExternalLink, Phone, PhoneMissed, Video } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { CopyButton } from '@/components/ui/copy-button'
import { useFormat } from '@/hooks/use-format'
import { formatClock } from '@/lib/format'
import { TYPE_ICON } from '../message-face'
import type { Mensagem } from '../model'
import { HeaderFile } from './header-file'
import { Meta } from './meta'
import { RichText } from './rich-text'
import { type Content, count, list, money, safeUrl, words } from './typed-content'

type TypedKind = 'order' | 'product' | 'event' | 'group_invite' | 'payment'

interface TypedProps {
  message: Mensagem
  type: TypedKind
}

/** Pedido, produto, evento, convite, pagamento: o que é, o que o nomeia, os fatos, e o que se escreveu. */
export function TypedBubble({ message, type }: TypedProps) {
  const { t } = useTranslation()
  const Icon = TYPE_ICON[type]
  const { content, location } = message
  const isPayment = type === 'payment'
  const title = words(content, 'title') ?? words(content, 'name') ?? words(content, 'merchant_name')
  // O nome do evento já é o texto.
  const text = type === 'event' ? null : message.text
  return (
    <div className="flex w-72 max-w-full flex-col gap-1">
      <span className="flex items-center gap-1 text-meta text-text-3">
        <Icon aria-hidden className="size-4" strokeWidth={1.75} />
        {isPayment ? t(`said.payment.${paymentAction(content)}`) : t(`types.${type}`)}
      </span>
      <HeaderFile message={message} />
      {title ? <span className="text-msg font-medium break-words">{title}</span> : null}
      <Facts content={content} type={type} place={location?.name ?? location?.address ?? null} />
      <Items content={content} />
      <Ways content={content} type={type} />
      {text ? (
        <RichText text={text} mentions={message.mentions} after={<Meta message={message} />} />
      ) : (
        <span>
          <Meta message={message} />
        </span>
      )}
    </div>
  )
}

const PAYMENTS = [
  'request',
  'sent',
  'declined',
  'cancelled',
  'invite',
  'reminder',
  'invoice',
  'pix',
  'charge',
  'status',
] as const

function paymentAction(content: Content | null): (typeof PAYMENTS)[number] {
  return PAYMENTS.find((one) => one === words(content, 'action')) ?? 'charge'
}

function Facts({
  content,
  type,
  place,
}: {
  content: Content | null
  type: TypedKind
  place: string | null
}) {
  const { t } = useTranslation()
  const format = useFormat()
  const at = (iso: string) => `${format.date(iso)} ${format.time(iso)}`
  const items = count(content, 'item_count')
  const starts = words(content, 'starts_at')
  const ends = words(content, 'ends_at')
  const expires = words(content, 'expires_at')
  const id = words(content, 'reference') ?? (type === 'order' ? words(content, 'id') : null)
  const lines = [
    starts ? [at(starts), ends ? at(ends) : ''].filter(Boolean).join(' – ') : null,
    content?.['is_canceled'] === true ? t('said.eventCanceled') : null,
    place,
    words(content, 'description'),
    items === null ? null : t('said.items', { count: items }),
    id ? t('said.reference', { id }) : null,
    // A situação de um carrinho vem em palavras do protocolo (INQUIRY): não diz nada a quem atende.
    type === 'payment' ? words(content, 'status') : null,
    expires ? t('said.expiresAt', { when: at(expires) }) : null,
  ].filter((line) => line !== null)
  const total = money(content, format.language)
  return (
    <>
      {total ? <span className="tabular text-msg">{total}</span> : null}
      {lines.map((line, index) => (
        <span key={index} className="text-sub break-words whitespace-pre-wrap text-text-2">
          {line}
        </span>
      ))}
    </>
  )
}

function Items({ content }: { content: Content | null }) {
  const { language } = useFormat()
  const items = list(content, 'items')
  if (items.length === 0) return null
  const currency = content?.['currency']
  return (
    <ul className="flex flex-col gap-0.5 text-sub">
      {items.map((item, index) => (
        <li key={index} className="flex justify-between gap-2">
          <span className="break-words">
            {count(item, 'quantity') === null ? '' : `${count(item, 'quantity')} × `}
            {words(item, 'name')}
          </span>
          <span className="tabular shrink-0 text-text-2">
            {money({ ...item, currency }, language)}
          </span>
        </li>
      ))}
    </ul>
  )
}

/** Por onde seguir: a chave, o código, o endereço. */
function Ways({ content, type }: { content: Content | null; type: TypedKind }) {
  const { t } = useTranslation()
  const key = words(content, 'pix_key')
  const code = type === 'payment' ? words(content, 'code') : null
  const url = safeUrl(words(content, 'url') ?? words(content, 'join_link'))
  const word =
    type === 'group_invite'
      ? t('said.joinGroup')
      : type === 'event'
        ? t('said.joinCall')
        : t('said.openLink')
  return (
    <>
      {key ? <Copied text={key} label={t('said.copyKey')} /> : null}
      {code ? <Copied text={code} label={t('said.copyCode')} /> : null}
      {url ? (
        <a
          href={url}
          target="_blank"
          rel="noopener noreferrer nofollow"
          className="inline-flex min-h-6 items-center gap-1 text-sub font-medium text-accent-text hover:underline"
        >
          {word}
          <ExternalLink aria-hidden className="size-4" strokeWidth={1.75} />
        </a>
      ) : null}
    </>
  )
}

export function Copied({ text, label }: { text: string; label: string }): ReactNode {
  return (
    <span className="flex items-center justify-between gap-2 text-sub text-text-2">
      <span className="break-all">{text}</span>
      <CopyButton text={text} label={label} />
    </span>
  )
}

const OUTCOMES = ['rejected', 'failed', 'elsewhere', 'ongoing', 'scheduled', 'connected'] as const

/** Uma ligação, que o WhatsApp deixa na conversa. */
export function CallBubble({ message }: { message: Mensagem }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { content } = message
  const isVideo = content?.['is_video'] === true
  const outcome = words(content, 'outcome')
  const isMissed = outcome === 'missed'
  const Icon = isMissed ? PhoneMissed : isVideo ? Video : Phone
  const word = isMissed
    ? t(isVideo ? 'said.call.missedVideo' : 'said.call.missed')
    : t(isVideo ? 'said.call.video' : 'said.call.voice')
  const known = OUTCOMES.find((one) => one === outcome)
  const seconds = count(content, 'seconds')
  const starts = words(content, 'starts_at')
  const facts = [
    known ? t(`said.call.${known}`) : '',
    starts ? format.dateTime(starts) : '',
    seconds ? formatClock(seconds) : '',
  ].filter(Boolean)
  return (
    <div className="flex flex-col gap-1">
      <span className="flex items-center gap-2 text-base">
        <Icon
          aria-hidden
          className={isMissed ? 'size-5 shrink-0 text-bad' : 'size-5 shrink-0 text-accent-text'}
          strokeWidth={1.75}
        />
        {word}
      </span>
      {words(content, 'title') ? <span className="text-sub">{words(content, 'title')}</span> : null}
      {facts.length > 0 ? <span className="text-sub text-text-2">{facts.join(' · ')}</span> : null}
      <span>
        <Meta message={message} />
      </span>
    </div>
  )
}
