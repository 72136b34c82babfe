import { Copy, Info, Link2, PenLine, Reply, RotateCw, ScrollText } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { showErrorToast, showToast } from '@/components/toast'
import { MenuItem, MenuSeparator, MenuSurface } from '@/components/ui/menu'
import { paths } from '@/lib/paths'
import { retryMessage } from '../chats-api'
import type { Mensagem } from '../model'
import { useThreadScope } from './thread-context'

interface MessageMenuProps {
  message: Mensagem
  anchor: DOMRect
  onClose: () => void
}

export function MessageMenu({ message, anchor, onClose }: MessageMenuProps) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { actions, isManager } = useThreadScope()
  const { text, event } = message
  const isRevoked = message.revoked_at !== null

  function copy(value: string, done: string) {
    navigator.clipboard.writeText(value).then(
      () => {
        showToast(done)
      },
      () => {
        showErrorToast(t('message.copyFailed'))
      },
    )
  }

  return (
    <MenuSurface label={t('message.actions')} anchor={() => anchor} onClose={onClose}>
      <MenuItem
        icon={Reply}
        keys="R"
        disabledReason={
          isRevoked
            ? t('message.revokedReason')
            : message.message_id
              ? null
              : t('message.notSentReason')
        }
        onSelect={() => {
          actions.reply(message)
        }}
      >
        {t('message.reply')}
      </MenuItem>
      {text && !isRevoked ? (
        <MenuItem
          icon={Copy}
          keys="Y"
          onSelect={() => {
            copy(text, t('message.copied'))
          }}
        >
          {t('message.copy')}
        </MenuItem>
      ) : null}
      <MenuItem
        icon={Link2}
        onSelect={() => {
          copy(
            window.location.origin + paths.chat(message.chat, { msg: message.id }),
            t('message.linkCopied'),
          )
        }}
      >
        {t('message.copyLink')}
      </MenuItem>
      {message.can_retry ? (
        <MenuItem
          icon={RotateCw}
          onSelect={() => {
            retryMessage(message.id).then(actions.patch, () => {
              showErrorToast(t('outcome.actFailed'))
            })
          }}
        >
          {t('common.retry')}
        </MenuItem>
      ) : null}
      {text && message.direction === 'out' && !isRevoked ? (
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
          {t('bubble.seeEvent')}
        </MenuItem>
      ) : null}
    </MenuSurface>
  )
}
