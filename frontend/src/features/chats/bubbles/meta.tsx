import { useTranslation } from 'react-i18next'
import { MessageTick } from '@/components/message-tick'
import { useFormat } from '@/hooks/use-format'
import { cn } from '@/lib/cn'
import { isCancelled, type Mensagem } from '../model'
import { useThreadScope } from '../scope'

interface MetaProps {
  message: Mensagem
  /** overlay: sobre imagem, com fundo próprio; row: numa linha que já a alinha. */
  place?: 'corner' | 'overlay' | 'row'
}

/** Hora, «editada» e tique, no canto da bolha. */
export function Meta({ message, place = 'corner' }: MetaProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const { actions } = useThreadScope()
  const isOut = message.direction === 'out'
  return (
    <span
      className={cn(
        'inline-flex shrink-0 items-center gap-1 text-meta whitespace-nowrap text-text-3 select-none',
        place === 'overlay' && 'absolute right-1.5 bottom-1.5 rounded-chip bg-surface/90 px-1',
        place === 'corner' && 'float-right mt-1 -mb-0.5 ml-3 translate-y-0.5',
      )}
    >
      {message.edited_at && !message.revoked_at ? (
        <button
          type="button"
          data-tip={format.dateTime(message.edited_at)}
          aria-label={t('said.seeVersions')}
          onClick={() => {
            actions.openInfo(message, 'versions')
          }}
          className="touch-area relative underline decoration-dotted underline-offset-2 before:absolute before:-inset-x-1 before:-inset-y-1 hover:text-text"
        >
          {t('said.edited')}
        </button>
      ) : null}
      <time dateTime={message.sent_at} data-tip={format.dateTime(message.sent_at)}>
        {format.time(message.sent_at)}
      </time>
      {isOut && !message.revoked_at && !isCancelled(message) ? (
        <MessageTick status={message.status} />
      ) : null}
    </span>
  )
}
