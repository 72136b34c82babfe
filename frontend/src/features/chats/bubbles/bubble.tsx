import { Ban, Forward, Smartphone } from 'lucide-react'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { hueOf } from '@/components/ui/avatar'
import { cn } from '@/lib/cn'
import { formatPhone } from '@/lib/format'
import { knownType } from '../message-face'
import { isCancelled, type Mensagem } from '../model'
import { ActRefusal } from '../acts/act-refusal'
import { useThreadScope } from '../scope'
import { AudioBubble } from './audio-bubble'
import { ChoiceBubble, UnknownBubble } from './choice-bubbles'
import { DocumentBubble } from './document-bubble'
import { ImageBubble, StickerBubble } from './image-bubble'
import { LinkCard } from './link-card'
import { Meta } from './meta'
import { Outcome } from './outcome'
import { ContactBubble, LocationBubble } from './place-bubbles'
import { PollBubble } from './poll-bubble'
import { Quote } from './quote'
import { Reactions } from './reactions'
import { RichText } from './rich-text'
import { SourceLine } from './source-line'
import { CallBubble, TypedBubble } from './typed-bubbles'
import { VideoBubble } from './video-bubble'

interface BubbleProps {
  message: Mensagem
  startsGroup: boolean
}

// As cores de estado passam de 6:1; as de gráfico não chegam a 4,5:1 em texto.
const NAME_COLORS = ['text-accent-text', 'text-ok', 'text-warn', 'text-wait', 'text-idle']

export const Bubble = memo(function Bubble({ message, startsGroup }: BubbleProps) {
  const { t } = useTranslation()
  const { chat, actions } = useThreadScope()
  const isOut = message.direction === 'out'
  const type = knownType(message.type)
  const isBare = (type === 'sticker' || type === 'video_note') && !message.revoked_at
  const isPicture =
    (type === 'image' || type === 'video') && message.media !== null && !message.revoked_at
  const isOff = isCancelled(message)
  const { quoted } = message
  const quotedId = quoted?.id ?? null

  return (
    <div
      data-bubble
      className={cn(
        'flex max-w-[min(65ch,78%)] min-w-0 flex-col phone:max-w-[85%]',
        isOut ? 'items-end' : 'items-start',
      )}
    >
      <div
        className={cn(
          'forced-border relative max-w-full min-w-20 rounded-bubble',
          isBare ? '' : isPicture ? 'p-1' : 'px-2.5 py-1.5',
          isOff && 'border border-dashed border-border-strong bg-sunken',
          isBare || isOff
            ? ''
            : isOut
              ? 'bg-bubble-out'
              : 'border border-bubble-in-line bg-bubble-in',
          startsGroup && !isBare && (isOut ? 'rounded-tr-[4px]' : 'rounded-tl-[4px]'),
        )}
      >
        {chat.kind === 'group' && !isOut && startsGroup ? (
          <p
            className={cn(
              'mb-0.5 truncate text-sub font-semibold',
              NAME_COLORS[hueOf(message.sender_id ?? '')],
            )}
          >
            {message.sender_name ??
              (message.sender_id && /^\d+$/.test(message.sender_id)
                ? formatPhone(message.sender_id)
                : t('bubble.hiddenNumber'))}
          </p>
        ) : null}
        {isOut && startsGroup && (message.author ?? message.origin === 'phone') ? (
          <p className="mb-0.5 flex items-center gap-1 text-meta text-text-3">
            {message.author ? (
              message.author.name
            ) : (
              <>
                <Smartphone aria-hidden className="size-3.5" strokeWidth={1.75} />
                {t('said.fromPhone')}
              </>
            )}
          </p>
        ) : null}
        {message.is_forwarded && !message.revoked_at ? (
          <p className="flex items-center gap-1 text-meta text-text-3 italic">
            <Forward aria-hidden className="size-4" strokeWidth={1.75} />
            {t('said.forwarded')}
          </p>
        ) : null}
        {message.source && !message.revoked_at ? <SourceLine source={message.source} /> : null}
        {quoted && !message.revoked_at ? (
          <Quote
            quoted={quoted}
            fallbackName={chat.name}
            className="mb-1"
            onJump={
              quotedId === null
                ? undefined
                : () => {
                    actions.jumpTo(quotedId)
                  }
            }
          />
        ) : null}
        {isOff ? (
          // O que não vai sair lê-se riscado e em cinza, também dentro de legendas e cartões.
          <div className="line-through [--accent-text:var(--text-3)] [--text-2:var(--text-3)] [--text:var(--text-3)]">
            <Body message={message} />
          </div>
        ) : (
          <Body message={message} />
        )}
        <Outcome message={message} />
        <ActRefusal messageId={message.id} />
      </div>
      {message.revoked_at ? null : <Reactions message={message} />}
    </div>
  )
})

const NEEDS_MEDIA: ReadonlySet<string> = new Set([
  'image',
  'video',
  'video_note',
  'audio',
  'voice',
  'document',
  'sticker',
])

/** Um caso por tipo; o que a API inventar depois cai em «não suportado», nunca em nada. */
function Body({ message }: { message: Mensagem }) {
  const { t } = useTranslation()
  const type = knownType(message.type)
  if (message.revoked_at) {
    return (
      <span className="flex items-center gap-1.5 text-base text-text-3 italic">
        <Ban aria-hidden className="size-4 shrink-0" strokeWidth={1.75} />
        {t('bubble.revoked')}
        <Meta message={message} />
      </span>
    )
  }
  // Tipo de mídia sem mídia (o payload não a trouxe): ao menos a palavra e a legenda.
  if (NEEDS_MEDIA.has(type) && !message.media && type !== 'text') {
    return <ChoiceBubble message={message} type={type} />
  }
  switch (type) {
    case 'text':
      return (
        <>
          {message.link ? <LinkCard link={message.link} text={message.text} /> : null}
          <RichText
            text={message.text ?? ''}
            mentions={message.mentions}
            after={<Meta message={message} />}
          />
        </>
      )
    case 'image':
      return <ImageBubble message={message} />
    case 'video':
    case 'video_note':
      return <VideoBubble message={message} />
    case 'audio':
    case 'voice':
      return <AudioBubble message={message} />
    case 'document':
      return <DocumentBubble message={message} />
    case 'sticker':
      return <StickerBubble message={message} />
    case 'location':
    case 'live_location':
      return <LocationBubble message={message} />
    case 'contact':
      return <ContactBubble message={message} />
    case 'poll':
      return <PollBubble message={message} />
    case 'button_reply':
    case 'list_reply':
    case 'list':
    case 'buttons':
    case 'otp':
    case 'pix':
    case 'carousel':
      return <ChoiceBubble message={message} type={type} />
    case 'order':
    case 'product':
    case 'event':
    case 'group_invite':
    case 'payment':
      return <TypedBubble message={message} type={type} />
    case 'call':
      return <CallBubble message={message} />
    case 'unknown':
      return <UnknownBubble message={message} />
  }
}
