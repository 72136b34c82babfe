import { Ban } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { MessageTick } from '@/components/message-tick'
import { formatClock } from '@/lib/format'
import { knownType, TYPE_ICON } from '../message-face'
import type { Chat } from '../model'

interface ChatPreviewProps {
  chat: Chat
  draft: string | null
  isTyping: boolean
}

/** A segunda linha da conversa: quem falou por último e o quê, nesta ordem de importância. */
export function ChatPreview({ chat, draft, isTyping }: ChatPreviewProps) {
  const { t } = useTranslation()
  if (isTyping) {
    return (
      <span className="truncate text-accent-text">
        {chat.presence?.state === 'recording' ? t('chats.recording') : t('chats.typing')}
      </span>
    )
  }
  if (draft) {
    return (
      <span className="truncate">
        <span className="text-bad">{t('chats.draft')}</span> {draft}
      </span>
    )
  }
  const last = chat.last_message
  if (!last) return <span className="truncate">{chat.last_message_preview}</span>

  const isOut = last.direction === 'out'
  const author = isOut
    ? t('chats.you')
    : chat.kind === 'group'
      ? last.sender_name?.split(' ')[0]
      : null
  const prefix = author ? t('chats.authorPrefix', { name: author }) : ''
  if (last.revoked) {
    return (
      <span className="flex min-w-0 items-center gap-1">
        <Ban aria-hidden className="size-4 shrink-0" strokeWidth={1.75} />
        <span className="truncate italic">{t('bubble.revoked')}</span>
      </span>
    )
  }
  const type = knownType(last.type)
  const Icon = type === 'text' ? null : TYPE_ICON[type]
  const seconds = last.seconds ?? 0
  return (
    <span className="flex min-w-0 items-center gap-1">
      {isOut ? <MessageTick status={last.status} className="shrink-0" /> : null}
      {prefix ? <span className="shrink-0">{prefix}</span> : null}
      {Icon ? <Icon aria-hidden className="size-4 shrink-0" strokeWidth={1.75} /> : null}
      {type !== 'text' && seconds > 0 ? (
        <>
          <span className="sr-only">{t(`types.${type}`)}, </span>
          <span className="tabular">{formatClock(seconds)}</span>
        </>
      ) : (
        <span className="truncate">{last.preview}</span>
      )}
    </span>
  )
}
