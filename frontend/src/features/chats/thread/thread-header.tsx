import { ArrowLeft, CheckCheck, EllipsisVertical, Link2, PanelRight } from 'lucide-react'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { key } from '@/lib/key'
import { showErrorToast } from '@/lib/toast'
import { Avatar } from '@/components/ui/avatar'
import { IconButton } from '@/components/ui/icon-button'
import { Menu, MenuItem } from '@/components/ui/menu'
import { useCopy } from '@/hooks/use-copy'
import { useNow } from '@/hooks/use-now'
import { formatPhone } from '@/lib/format'
import { paths } from '@/lib/paths'
import { markRead } from '../chats-api'
import { writeChats } from '../cache/chat-rows'
import type { Chat } from '../model'

interface ThreadHeaderProps {
  chat: Chat
  backTo: string
  showsBack: boolean
  areDetailsOpen: boolean
  onToggleDetails: () => void
}

export function ThreadHeader({
  chat,
  backTo,
  showsBack,
  areDetailsOpen,
  onToggleDetails,
}: ThreadHeaderProps) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const copy = useCopy()
  const now = useNow('second')
  // No celular a conversa é a página; no desktop o h1 é da lista.
  const Heading = showsBack ? 'h1' : 'h2'
  const { presence } = chat
  const isTyping = presence !== null && new Date(presence.until).getTime() > now
  const subtitle = [
    chat.kind === 'group'
      ? t('chats.group')
      : chat.phone
        ? formatPhone(chat.phone)
        : t('bubble.hiddenNumber'),
    chat.instance_name,
  ].join(' · ')

  return (
    <header className="flex h-14 shrink-0 items-center gap-2 border-b bg-surface pr-2 pl-2 tablet:h-12 tablet:pl-4">
      {showsBack ? (
        <IconButton
          icon={ArrowLeft}
          label={t('thread.back')}
          onClick={() => void navigate(backTo)}
        />
      ) : null}
      <Avatar name={chat.name} src={chat.picture_url} className="size-8" />
      <div className="min-w-0 flex-1">
        <Heading className="truncate text-pane leading-5">{chat.name}</Heading>
        <p className="truncate text-meta text-text-3">
          {isTyping ? (
            <span className="text-accent-text">
              {presence.state === 'recording' ? t('chats.recording') : t('chats.typing')}
            </span>
          ) : (
            subtitle
          )}
        </p>
      </div>
      <IconButton
        icon={PanelRight}
        label={areDetailsOpen ? t('details.hide') : t('details.show')}
        keys="]"
        aria-pressed={areDetailsOpen}
        onClick={onToggleDetails}
      />
      <Menu
        label={t('thread.actions')}
        trigger={(trigger) => (
          <IconButton icon={EllipsisVertical} label={t('thread.actions')} {...trigger} />
        )}
      >
        <MenuItem
          icon={CheckCheck}
          disabledReason={chat.unread_count === 0 ? t('thread.nothingUnread') : null}
          onSelect={() => {
            markRead(chat.id).then(
              (row) => {
                writeChats(queryClient, [row])
                void queryClient.invalidateQueries({ queryKey: key('chats', 'counts') })
              },
              () => {
                showErrorToast(t('thread.readFailed'))
              },
            )
          }}
        >
          {t('thread.markRead')}
        </MenuItem>
        <MenuItem
          icon={Link2}
          onSelect={() => {
            void copy(window.location.origin + paths.chat(chat.id), t('message.linkCopied'))
          }}
        >
          {t('thread.copyLink')}
        </MenuItem>
      </Menu>
    </header>
  )
}
