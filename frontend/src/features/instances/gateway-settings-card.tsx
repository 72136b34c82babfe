import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { key } from '@/lib/key'
import type { PatchedInstanceUpdateRequest } from '@/api/generated/types.gen'
import { asApiError } from '@/api/errors'
import { Card } from '@/components/ui/card'
import { SavedField } from '@/components/ui/saved-field'
import { Switch } from '@/components/ui/switch'
import { DriftNotice, useSettingWord } from './drift-notice'
import { saveSettings } from './gateway-api'
import { instanceQuery, webhooksQuery } from './instances-api'
import type { Instance, SettingName } from './model'

type FlagName = Exclude<SettingName, 'call_message'>

/** Os ajustes que o gateway guarda: gravam-se, leem-se de volta, e o que difere se diz. */
export function GatewaySettingsCard({
  instance,
  offline,
}: {
  instance: Instance
  offline: string | null
}) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const word = useSettingWord()
  const { data } = useQuery(webhooksQuery(instance.id))

  async function save(changes: PatchedInstanceUpdateRequest) {
    const saved = await saveSettings(instance.id, changes)
    client.setQueryData(instanceQuery(instance.id).queryKey, saved)
    void client.invalidateQueries({ queryKey: key('instances') })
  }

  const actualOf = (name: SettingName) =>
    data?.settings.find((row) => row.name === name)?.actual ?? null

  /** O que o gateway tem, quando não é o que se quer. */
  function there(name: SettingName): string {
    const actual = actualOf(name)
    return actual !== null && actual !== '' && actual !== (instance[name] ?? actual)
      ? ` ${t('instances.thereIs', { actual: word(actual) })}`
      : ''
  }

  const flag = (name: FlagName) => (
    <SettingSwitch
      label={t(`instances.setting.${name}`)}
      hint={t(`instances.settingHint.${name}`) + there(name)}
      checked={instance[name] ?? actualOf(name) === true}
      offline={offline}
      onSave={(isOn) => save({ [name]: isOn })}
    />
  )

  return (
    <Card title={t('instances.gatewaySettings')}>
      <p className="px-4 pb-2 text-sub text-text-2">{t('instances.gatewaySettingsText')}</p>
      <div className="flex flex-col gap-4 px-4 pb-4">
        <DriftNotice instance={instance} />
        {flag('automatic_reading')}
        {flag('reject_calls')}
        <SavedField
          label={t('instances.setting.call_message')}
          hint={t('instances.settingHint.call_message') + there('call_message')}
          value={instance.call_message ?? ''}
          maxLength={500}
          disabledReason={offline}
          onSave={(text) => save({ call_message: text })}
        />
        {flag('ignore_groups')}
        <SettingSwitch
          label={t('instances.autoMend')}
          hint={t('instances.autoMendHint')}
          checked={instance.auto_mend}
          offline={offline}
          onSave={(isOn) => save({ auto_mend: isOn })}
        />
      </div>
    </Card>
  )
}

interface SettingSwitchProps {
  label: string
  hint: string
  checked: boolean
  offline: string | null
  onSave: (isOn: boolean) => Promise<unknown>
}

/** O gateway pode levar segundos e pode recusar: a chave só muda quando ele confirma. */
function SettingSwitch({ label, hint, checked, offline, onSave }: SettingSwitchProps) {
  const { t } = useTranslation()
  const [state, setState] = useState<'idle' | 'busy' | 'saved'>('idle')
  const [error, setError] = useState<string | null>(null)

  async function save(isOn: boolean) {
    setState('busy')
    setError(null)
    try {
      await onSave(isOn)
      setState('saved')
    } catch (failure) {
      setError(asApiError(failure).message)
      setState('idle')
    }
  }

  return (
    <div>
      <Switch
        label={label}
        hint={offline ?? hint}
        checked={checked}
        disabled={state === 'busy' || offline !== null}
        onChange={(isOn) => void save(isOn)}
      />
      <p role="status" className="text-meta text-ok empty:hidden">
        {state === 'busy'
          ? t('instances.savingThere')
          : state === 'saved'
            ? t('instances.savedThere')
            : ''}
      </p>
      {error ? (
        <p role="alert" className="text-meta text-bad">
          {t('instances.gatewayRefused', { message: error })}
        </p>
      ) : null}
    </div>
  )
}
