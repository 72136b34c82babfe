import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState, type SyntheticEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '@/api/call'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Segmented } from '@/components/ui/segmented'
import { useFormSave } from '@/forms/use-form-save'
import { channelsQuery } from '../alerts-api'
import type { ChannelKind } from '../model'

export function ChannelForm({ cliente }: { cliente: number | null }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const formRef = useRef<HTMLFormElement>(null)
  const form = useFormSave(formRef)
  const { offline, isBusy } = form
  const [kind, setKind] = useState<ChannelKind>('email')
  const [target, setTarget] = useState('')

  async function add(event: SyntheticEvent) {
    event.preventDefault()
    if (target.trim() === '') return
    const isSaved = await form.save(() =>
      call('POST /api/alert-channels/', {
        body: { kind, target: target.trim(), ...(cliente ? { cliente } : {}) },
      }),
    )
    if (!isSaved) return
    setTarget('')
    await client.invalidateQueries({ queryKey: channelsQuery().queryKey })
  }

  return (
    <form
      ref={formRef}
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
        error={form.errorOf('target') ?? form.failure}
        className="min-w-0 flex-1 basis-64"
      >
        {(control) => (
          <Input
            {...control}
            name="target"
            type={kind === 'email' ? 'email' : 'url'}
            autoComplete="off"
            value={target}
            onChange={(event) => {
              setTarget(event.target.value)
              form.clear('target')
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
