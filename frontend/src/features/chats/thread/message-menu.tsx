import {
  Copy,
  Forward,
  Info,
  Link2,
  MailOpen,
  Pencil,
  PenLine,
  Reply,
  RotateCw,
  ScrollText,
  SmilePlus,
  Trash2,
} from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { call } from '@/api/call'
import { showErrorToast } from '@/lib/toast'
import { MenuEmoji, MenuItem, MenuRow, MenuSeparator, MenuSurface } from '@/components/ui/menu'
import { useCopy } from '@/hooks/use-copy'
import { paths } from '@/lib/paths'
import { whyNotForward } from '../acts/forward-entry'
import { ownReaction } from '../acts/own-reaction'
import { reactTo } from '../acts/react-to'
import { isCancelled, type Mensagem } from '../model'
import { useThreadScope } from '../scope'

const QUICK = ['👍', '❤️', '😂', '😮', '😢', '🙏']

interface MessageMenuProps {
  message: Mensagem
  anchor: DOMRect
  onClose: () => void
}

export function MessageMenu({ message, anchor, onClose }: MessageMenuProps) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { actions, isManager, lacks } = useThreadScope()
  const copy = useCopy()
  const { text, event } = message
  const isRevoked = message.revoked_at !== null
  const isOwn = message.direction === 'out'
  const own = ownReaction(message)
  const unforwardable = whyNotForward(message)
  // O que não saiu ou já foi apagado não tem o que mudar lá fora.
  const untouchable = isRevoked
    ? t('message.revokedReason')
    : message.message_id
      ? null
      : isCancelled(message)
        ? t('outcome.cancelled')
        : t('message.notSentReason')

  return (
    <MenuSurface label={t('message.actions')} anchor={() => anchor} onClose={onClose}>
      {(untouchable ?? lacks('reaction')) ? null : (
        <MenuRow label={t('act.react')}>
          {QUICK.map((emoji) => (
            <MenuEmoji
              key={emoji}
              emoji={emoji}
              label={
                emoji === own ? t('act.removeReaction', { emoji }) : t('act.reactWith', { emoji })
              }
              isChosen={emoji === own}
              onSelect={() => {
                void reactTo(message, emoji === own ? '' : emoji, actions.patch)
              }}
            />
          ))}
        </MenuRow>
      )}
      <MenuItem
        icon={Reply}
        keys="R"
        disabledReason={untouchable}
        onSelect={() => {
          actions.reply(message)
        }}
      >
        {t('message.reply')}
      </MenuItem>
      <MenuItem
        icon={SmilePlus}
        keys="+"
        disabledReason={untouchable ?? lacks('reaction')}
        onSelect={() => {
          actions.act('react', message)
        }}
      >
        {t('act.reactMore')}
      </MenuItem>
      <MenuItem
        icon={Forward}
        disabledReason={unforwardable ? t(`act.unforwardable.${unforwardable}`) : null}
        onSelect={() => {
          actions.act('forward', message)
        }}
      >
        {t('act.forward')}
      </MenuItem>
      {text && !isRevoked ? (
        <MenuItem
          icon={Copy}
          keys="Y"
          onSelect={() => {
            void copy(text, t('message.copied'))
          }}
        >
          {t('message.copy')}
        </MenuItem>
      ) : null}
      <MenuItem
        icon={Link2}
        onSelect={() => {
          void copy(
            window.location.origin + paths.chat(message.chat, { msg: message.id }),
            t('message.linkCopied'),
          )
        }}
      >
        {t('message.copyLink')}
      </MenuItem>
      <MenuItem
        icon={MailOpen}
        keys="Shift+U"
        disabledReason={isOwn ? t('message.unreadOnlyReceived') : null}
        onSelect={() => {
          actions.markUnread(message)
        }}
      >
        {t('message.unreadFrom')}
      </MenuItem>
      {message.can_retry ? (
        <MenuItem
          icon={RotateCw}
          onSelect={() => {
            call('POST /api/mensagens/{id}/retry/', { path: { id: message.id } }).then(
              actions.patch,
              () => {
                showErrorToast(t('outcome.actFailed'))
              },
            )
          }}
        >
          {t(isCancelled(message) ? 'outcome.sendNow' : 'common.retry')}
        </MenuItem>
      ) : null}
      {isOwn && text && message.type === 'text' ? (
        <MenuItem
          icon={Pencil}
          disabledReason={untouchable ?? lacks('edit')}
          onSelect={() => {
            actions.act('edit', message)
          }}
        >
          {t('act.edit')}
        </MenuItem>
      ) : null}
      {text && isOwn && !isRevoked ? (
        <MenuItem
          icon={PenLine}
          onSelect={() => {
            actions.rewrite(text)
          }}
        >
          {t('message.writeAgain')}
        </MenuItem>
      ) : null}
      <MenuSeparator />
      {isOwn ? (
        <MenuItem
          icon={Trash2}
          tone="bad"
          disabledReason={untouchable ?? lacks('delete')}
          onSelect={() => {
            actions.act('revoke', message)
          }}
        >
          {t('act.revokeMenu')}
        </MenuItem>
      ) : null}
      <MenuItem
        icon={Info}
        keys="O"
        onSelect={() => {
          actions.openInfo(message)
        }}
      >
        {t('message.info')}
      </MenuItem>
      {isManager && event ? (
        <MenuItem icon={ScrollText} onSelect={() => void navigate(paths.event(event))}>
          {t('said.seeEvent')}
        </MenuItem>
      ) : null}
    </MenuSurface>
  )
}
