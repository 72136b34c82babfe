import { useQueryClient } from '@tanstack/react-query'
import { useState, type SyntheticEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '@/api/call'
import { asApiError } from '@/api/errors'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Segmented } from '@/components/ui/segmented'
import { useOfflineReason } from '@/forms/use-offline-reason'
import { channelsQuery } from '../alerts-api'
import type { ChannelKind } from '../model'

export function ChannelForm({ cliente }: { cliente: number | null }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const offline = useOfflineReason()
  const [kind, setKind] = useState<ChannelKind>('email')
  const [target, setTarget] = useState('')
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)

  async function add(event: SyntheticEvent) {
    event.preventDefault()
    if (target.trim() === '') return
    setBusy(true)
    setError(null)
    try {
      await call('POST /api/alert-channels/', {
        body: { kind, target: target.trim(), ...(cliente ? { cliente } : {}) },
      })
      setTarget('')
      await client.invalidateQueries({ queryKey: channelsQuery().queryKey })
    } catch (failure) {
      setError(asApiError(failure).message)
    } finally {
      setBusy(false)
    }
  }

  return (
    <form
      noValidate
      className="flex flex-wrap items-start gap-3 border-t px-4 py-3"
      onSubmit={(event) => void add(event)}
    >
      <Segmented<ChannelKind>
        label={t('alerts.channelKindLabel')}
        value={kind}
        onChange={setKind}
        className="tablet:mt-6"
        options={[
          { value: 'email', label: t('alerts.channelKind.email') },
          { value: 'webhook', label: t('alerts.channelKind.webhook') },
        ]}
      />
      <Field
        label={t(`alerts.target.${kind}`)}
        hint={offline ?? t(`alerts.targetHint.${kind}`)}
        error={error}
        className="min-w-0 flex-1 basis-64"
      >
        {(control) => (
          <Input
            {...control}
            type={kind === 'email' ? 'email' : 'url'}
            autoComplete="off"
            value={target}
            onChange={(event) => {
              setTarget(event.target.value)
              setError(null)
            }}
          />
        )}
      </Field>
      <Button
        type="submit"
        className="tablet:mt-6"
        disabled={isBusy || offline !== null || target.trim() === ''}
        isBusy={isBusy}
        busyLabel={t('alerts.adding')}
      >
        {t('alerts.addChannel')}
      </Button>
    </form>
  )
}
