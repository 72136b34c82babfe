import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { faceOf } from '@/components/status-badge'
import { buttonStyles } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { useHasRole } from '@/contexts/auth-context'
import { useFormat } from '@/hooks/use-format'
import { useNow } from '@/hooks/use-now'
import { paths } from '@/lib/paths'
import type { InstanceRow } from '../model'

/** A instância caiu: o campo continua, as mensagens esperam, e isto diz por quê. */
export function InstanceNotice({ instance }: { instance: InstanceRow }) {
  const { t } = useTranslation()
  const format = useFormat()
  const now = useNow()
  const canReconnect = useHasRole('admin', 'manager')
  const face = faceOf(instance)
  if (face === 'connected') return null
  const span = instance.status_since
    ? format.span(now - new Date(instance.status_since).getTime())
    : null
  const isDown = face === 'disconnected' || face === 'neverConnected' || face === 'planExpired'
  return (
    <Notice
      tone={isDown ? 'bad' : 'warn'}
      role="status"
      className="rounded-none"
      actions={
        canReconnect ? (
          <Link
            to={paths.instanceConnect(instance.id)}
            className={buttonStyles({ size: 'inline', variant: 'link' })}
          >
            {t('outcome.reconnect')}
          </Link>
        ) : null
      }
    >
      {isDown
        ? span
          ? t('composer.instanceDownFor', { name: instance.name, span })
          : t('composer.instanceDown', { name: instance.name })
        : t('composer.instanceDoubt', {
            name: instance.name,
            state: t(`status.instance.${face}`),
          })}{' '}
      {canReconnect ? null : t('composer.askManager')}
    </Notice>
  )
}
