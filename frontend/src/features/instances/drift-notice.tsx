import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { key } from '@/lib/key'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { useAct } from '@/forms/use-act'
import { configureWebhooks, webhooksQuery } from './instances-api'
import type { Instance, Webhooks } from './model'
import { useCanWrite } from './use-can-write'

/** O que difere entre o que se quer e o que o gateway tem. */
export function driftOf({ webhooks, settings }: Webhooks) {
  return {
    flags: settings.filter(({ state }) => state === 'mismatch' || state === 'not_stored'),
    webhooks: webhooks.filter(({ state }) => state === 'mismatch' || state === 'not_stored').length,
  }
}

/** Um ajuste em palavras: ligado, desligado, ou o texto dele. */
export function useSettingWord(): (value: unknown) => string {
  const { t } = useTranslation()
  return (value) => {
    if (typeof value === 'boolean') return t(`instances.onOff.${value ? 'on' : 'off'}`)
    return typeof value === 'string' && value !== '' ? `«${value}»` : t('instances.nothingThere')
  }
}

/** «O gateway tem outra coisa gravada: … [Corrigir]»; nada, se combinam. */
export function DriftNotice({ instance }: { instance: Instance }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const canWrite = useCanWrite()
  const act = useAct()
  const word = useSettingWord()
  const { data } = useQuery({ ...webhooksQuery(instance.id), enabled: instance.has_drift })
  const [isUnmended, setUnmended] = useState(false)
  if (!instance.has_drift || !data) return null
  const { flags, webhooks } = driftOf(data)
  if (flags.length === 0 && webhooks === 0) return null
  const list = [
    ...flags.map(({ name, wanted, actual }) =>
      t('instances.driftItem', {
        name: t(`instances.setting.${name}`),
        actual: word(actual),
        wanted: word(wanted),
      }),
    ),
    ...(webhooks > 0 ? [t('instances.driftWebhooks', { count: webhooks })] : []),
  ].join('; ')

  async function mend() {
    setUnmended(false)
    const answer = await configureWebhooks(instance.id)
    client.setQueryData(webhooksQuery(instance.id).queryKey, answer)
    const left = driftOf(answer)
    setUnmended(left.flags.length > 0 || left.webhooks > 0)
    await client.invalidateQueries({ queryKey: key('instances') })
  }

  const problem = act.failure ?? (isUnmended ? t('instances.notMended') : null)
  return (
    <Notice
      tone="warn"
      actions={
        canWrite ? (
          <Button
            size="small"
            disabled={act.isBusy || act.offline !== null}
            isBusy={act.isBusy}
            busyLabel={t('instances.mending')}
            onClick={() => void act.run(mend)}
          >
            {t('instances.mend')}
          </Button>
        ) : null
      }
    >
      {t('instances.drift', { list })}
      {problem ? (
        <span role="alert" className="block">
          {problem}
        </span>
      ) : null}
    </Notice>
  )
}
