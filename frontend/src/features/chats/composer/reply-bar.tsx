import { X } from 'lucide-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { key } from '@/lib/key'
import { IconButton } from '@/components/ui/icon-button'
import { Quote } from '../bubbles/quote'
import { fetchMessage } from '../chats-api'
import type { Chat, Quoted } from '../model'

interface ReplyBarProps {
  quoted: Quoted | null
  replyTo: number
  chat: Chat
  onJump: (messageId: number) => void
  onCancel: () => void
}

/** A citação por cima do campo. Um rascunho de outro aparelho só traz o id: busca-se o resto. */
export function ReplyBar({ quoted, replyTo, chat, onJump, onCancel }: ReplyBarProps) {
  const { t } = useTranslation()
  const { data } = useQuery({
    queryKey: key('mensagens', 'quoted', { id: replyTo }),
    queryFn: ({ signal }) => fetchMessage(replyTo, signal),
    enabled: quoted === null,
  })
  const shown: Quoted | null =
    quoted ??
    (data
      ? {
          id: data.id,
          message_id: data.message_id ?? '',
          sender_id: data.sender_id,
          sender_name: data.sender_name,
          from_me: data.direction === 'out',
          type: data.type,
          text: data.text,
        }
      : null)
  return (
    <div className="flex items-center gap-2 px-3 pt-2 tablet:px-4">
      <div className="min-w-0 flex-1">
        {shown ? (
          <Quote
            quoted={shown}
            fallbackName={chat.name}
            onJump={() => {
              onJump(replyTo)
            }}
          />
        ) : null}
      </div>
      <IconButton
        size="small"
        icon={X}
        label={t('composer.cancelReply')}
        keys="Esc"
        onClick={onCancel}
      />
    </div>
  )
}
