import { useQueryClient } from '@tanstack/react-query'
import { BellOff, Eye } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { key } from '@/lib/key'
import { call } from '@/api/call'
import { asApiError } from '@/api/errors'
import { showErrorToast, showToast } from '@/lib/toast'
import { Button } from '@/components/ui/button'
import { Menu, MenuItem } from '@/components/ui/menu'
import { useFormat } from '@/hooks/use-format'
import { useOfflineReason } from '@/forms/use-offline-reason'
import { alertQuery } from './alerts-api'
import { silenceEnd, type Alert, type SilenceLength } from './model'

const LENGTHS: readonly {
  length: SilenceLength
  text: 'silence1h' | 'silence8h' | 'silenceTomorrow'
}[] = [
  { length: '1h', text: 'silence1h' },
  { length: '8h', text: 'silence8h' },
  { length: 'tomorrow', text: 'silenceTomorrow' },
]

/** Guarda a decisão na tela e refaz as listas. */
export function useDecided(): (alert: Alert) => void {
  const client = useQueryClient()
  return (alert) => {
    client.setQueryData(alertQuery(alert.id).queryKey, alert)
    void client.invalidateQueries({ queryKey: key('alerts') })
  }
}

/** Reconhecer e silenciar, na linha e no detalhe. */
export function AlertDecisions({ alert }: { alert: Alert }) {
  const { t } = useTranslation()
  const format = useFormat()
  const offline = useOfflineReason()
  const decided = useDecided()
  const [isBusy, setBusy] = useState(false)

  async function run(act: () => Promise<Alert>, said?: (alert: Alert) => string) {
    setBusy(true)
    try {
      const next = await act()
      decided(next)
      if (said) showToast(said(next))
    } catch (error) {
      showErrorToast(t('alerts.actFailed', { message: asApiError(error).message }))
    } finally {
      setBusy(false)
    }
  }

  return (
    <>
      {alert.state === 'open' ? (
        <Button
          size="small"
          data-acknowledge
          disabled={isBusy || offline !== null}
          isBusy={isBusy}
          busyLabel={t('alerts.acknowledging')}
          data-tip={offline ?? undefined}
          data-tip-keys="E"
          onClick={() =>
            void run(() =>
              call('POST /api/alerts/{id}/acknowledge/', { path: { id: alert.id }, body: {} }),
            )
          }
        >
          <Eye aria-hidden className="size-4" strokeWidth={1.75} />
          {t('alerts.acknowledge')}
        </Button>
      ) : null}
      <Menu
        label={t('alerts.silenceOf', { what: t(`alerts.kind.${alert.kind}`) })}
        trigger={(trigger) => (
          <Button size="small" disabled={isBusy || offline !== null} {...trigger}>
            <BellOff aria-hidden className="size-4" strokeWidth={1.75} />
            {t('alerts.silence')}
          </Button>
        )}
      >
        {LENGTHS.map(({ length, text }) => (
          <MenuItem
            key={length}
            onSelect={() =>
              void run(
                () =>
                  call('POST /api/alerts/{id}/silence/', {
                    path: { id: alert.id },
                    body: { until: silenceEnd(length, new Date()).toISOString() },
                  }),
                ({ silenced_until: until }) =>
                  t('alerts.silenced', { when: until ? format.dateTime(until) : '' }),
              )
            }
          >
            {t(`alerts.${text}`)}
          </MenuItem>
        ))}
      </Menu>
    </>
  )
}
