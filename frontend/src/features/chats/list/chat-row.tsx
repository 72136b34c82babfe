import { Hourglass } from 'lucide-react'
import { memo, type CSSProperties } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Avatar } from '@/components/ui/avatar'
import { Count } from '@/components/ui/badge'
import { useFormat } from '@/hooks/use-format'
import { useNow } from '@/hooks/use-now'
import { cn } from '@/lib/cn'
import { daysAgo } from '@/lib/format'
import type { Chat } from '../model'
import { ChatPreview } from './chat-preview'

interface ChatRowProps {
  chat: Chat
  to: string
  isOpen: boolean
  isTabStop: boolean
  position: number
  total: number
  draft: string | null
  showsInstance: boolean
  style: CSSProperties
  onFocus: (id: number) => void
}

export const ChatRow = memo(function ChatRow({
  chat,
  to,
  isOpen,
  isTabStop,
  position,
  total,
  draft,
  showsInstance,
  style,
  onFocus,
}: ChatRowProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const now = useNow()
  const isTyping = chat.presence !== null && new Date(chat.presence.until).getTime() > now
  const waitedMs = chat.waiting_since ? now - new Date(chat.waiting_since).getTime() : 0
  const isUnread = chat.unread_count > 0

  return (
    <li
      aria-posinset={position}
      aria-setsize={total}
      style={style}
      className="absolute inset-x-0 top-0 h-chat-row"
    >
      <Link
        to={to}
        data-chat={chat.id}
        tabIndex={isTabStop ? 0 : -1}
        aria-current={isOpen ? 'page' : undefined}
        onFocus={() => {
          onFocus(chat.id)
        }}
        className={cn(
          'relative flex h-full items-center gap-3 border-b px-3 outline-offset-[-2px] transition-colors hover:bg-sunken',
          isOpen &&
            'bg-selected before:absolute before:inset-y-0 before:left-0 before:w-[3px] before:bg-accent hover:bg-selected',
        )}
      >
        <Avatar name={chat.name} src={chat.picture_url} />
        <span className="flex min-w-0 flex-1 flex-col gap-0.5">
          <span className="flex items-baseline gap-2">
            <span
              className={cn(
                'min-w-0 flex-1 truncate text-base text-text',
                isUnread ? 'font-semibold' : 'font-medium',
              )}
            >
              {chat.name}
            </span>
            {showsInstance ? (
              <span className="max-w-24 shrink-0 truncate rounded-chip bg-sunken px-1 text-meta text-text-3">
                {chat.instance_name}
              </span>
            ) : null}
            {chat.last_message_at ? (
              <time
                dateTime={chat.last_message_at}
                className={cn(
                  'shrink-0 text-meta',
                  isUnread ? 'font-medium text-accent-text' : 'text-text-3',
                )}
              >
                <ShortTime iso={chat.last_message_at} now={now} />
              </time>
            ) : null}
          </span>
          <span className="flex h-5 items-center gap-2 text-sub text-text-2">
            <span className="flex min-w-0 flex-1">
              <ChatPreview chat={chat} draft={isOpen ? null : draft} isTyping={isTyping} />
            </span>
            {waitedMs >= 60_000 ? (
              <span
                className="inline-flex shrink-0 items-center gap-0.5 text-meta text-text-3"
                data-tip={t('chats.waitingFor', { span: format.span(waitedMs) })}
              >
                <span className="sr-only">
                  {t('chats.waitingFor', { span: format.span(waitedMs) })}
                </span>
                <Hourglass aria-hidden className="size-3" strokeWidth={1.75} />
                <span aria-hidden>{format.span(waitedMs)}</span>
              </span>
            ) : null}
            <Count
              value={chat.unread_count}
              label={t('chats.unreadCount', { count: chat.unread_count })}
            />
          </span>
        </span>
      </Link>
    </li>
  )
})

function ShortTime({ iso, now }: { iso: string; now: number }) {
  const { t } = useTranslation()
  const format = useFormat()
  const days = daysAgo(iso, new Date(now))
  if (days <= 0) return format.time(iso)
  return days === 1 ? t('chats.yesterday') : format.shortDay(iso)
}
