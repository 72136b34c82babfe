import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { key } from '@/lib/key'
import { call, SLOW_MS } from '@/api/call'
import { asApiError } from '@/api/errors'
import { showErrorToast, showToast } from '@/lib/toast'
import { Button, buttonStyles } from '@/components/ui/button'
import { useHasRole } from '@/contexts/auth-context'
import { useOfflineReason } from '@/forms/use-offline-reason'
import { placeToAct, type Alert } from './model'

/** O próximo passo: um elo ou um botão, conforme o sintoma; sem poder, a quem pedir. */
export function AlertAct({ alert }: { alert: Alert }) {
  const { t } = useTranslation()
  const isManager = useHasRole('admin', 'manager')
  const place = placeToAct(alert)
  const isBreaker = alert.kind === 'breaker' && alert.instance !== null
  if (!place && !isBreaker) return null
  if (!isManager && (isBreaker || place?.forManagers)) {
    return <span className="text-meta text-text-3">{t('alerts.askManager')}</span>
  }
  if (place) {
    return (
      <Link to={place.to} className={buttonStyles({ size: 'small' })}>
        {t(`alerts.act.${alert.kind as Exclude<Alert['kind'], 'disk'>}`)}
      </Link>
    )
  }
  return <ResumeButton alert={alert} />
}

function ResumeButton({ alert }: { alert: Alert }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const offline = useOfflineReason()
  const [isBusy, setBusy] = useState(false)

  async function resume() {
    setBusy(true)
    try {
      await call('POST /api/instances/{id}/sending/resume/', {
        path: { id: alert.instance ?? 0 },
        timeout: SLOW_MS,
      })
      showToast(t('alerts.actDone', { name: alert.instance_name ?? '' }))
    } catch (error) {
      showErrorToast(t('alerts.actFailed', { message: asApiError(error).message }))
    } finally {
      setBusy(false)
      void client.invalidateQueries({ queryKey: key('instances') })
    }
  }

  return (
    <Button
      size="small"
      disabled={offline !== null || isBusy}
      data-tip={offline ?? undefined}
      isBusy={isBusy}
      busyLabel={t('alerts.actBusy')}
      onClick={() => void resume()}
    >
      {t('alerts.act.breaker')}
    </Button>
  )
}
