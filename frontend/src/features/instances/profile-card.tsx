import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState, type SyntheticEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { key } from '@/lib/key'
import { call, SLOW_MS } from '@/api/call'
import { asApiError } from '@/api/errors'
import { showToast } from '@/lib/toast'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Notice } from '@/components/ui/notice'
import { saveSettings } from './gateway-api'
import type { Instance } from './model'

const FIELDS = [
  { name: 'gateway_name', text: 'gatewayName', max: 120 },
  { name: 'name', text: 'profileName', max: 25 },
  { name: 'description', text: 'profileAbout', max: 139 },
  { name: 'picture_url', text: 'profilePicture', max: 2048 },
] as const

/** O que os contatos veem. O WhatsApp não devolve estes campos: só vai o que se preencheu. */
export function ProfileCard({ instance, offline }: { instance: Instance; offline: string | null }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const formRef = useRef<HTMLFormElement>(null)
  const [isBusy, setBusy] = useState(false)
  const [isFilled, setFilled] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const [fields, setFields] = useState<Map<string, string>>(new Map())

  function read(): Map<string, string> {
    const form = new FormData(formRef.current ?? undefined)
    return new Map(
      FIELDS.flatMap(({ name }) => {
        const value = form.get(name)
        return typeof value === 'string' && value.trim() !== '' ? [[name, value.trim()]] : []
      }),
    )
  }

  async function save(event: SyntheticEvent) {
    event.preventDefault()
    const filled = read()
    const gatewayName = filled.get('gateway_name')
    filled.delete('gateway_name')
    setBusy(true)
    setError(null)
    setFields(new Map())
    try {
      if (gatewayName !== undefined) await saveSettings(instance.id, { gateway_name: gatewayName })
      if (filled.size > 0)
        await call('POST /api/instances/{id}/profile/', {
          path: { id: instance.id },
          body: Object.fromEntries(filled),
          timeout: SLOW_MS,
        })
      formRef.current?.reset()
      setFilled(false)
      showToast(t('instances.profileSaved'))
      void client.invalidateQueries({ queryKey: key('instances') })
    } catch (failure) {
      const problem = asApiError(failure)
      setFields(problem.fields())
      setError(problem.message)
    } finally {
      setBusy(false)
    }
  }

  return (
    <Card title={t('instances.profile')}>
      <form
        ref={formRef}
        noValidate
        className="flex max-w-xl flex-col gap-3 px-4 pt-1 pb-4"
        onChange={() => {
          setFilled(read().size > 0)
        }}
        onSubmit={(event) => void save(event)}
      >
        <p className="text-sub text-text-2">{t('instances.profileText')}</p>
        {FIELDS.map(({ name, text, max }) => (
          <Field key={name} label={t(`instances.${text}`)} error={fields.get(name)}>
            {(control) => (
              <Input
                {...control}
                name={name}
                maxLength={max}
                autoComplete="off"
                disabled={offline !== null}
              />
            )}
          </Field>
        ))}
        {error && fields.size === 0 ? (
          <Notice tone="bad" role="alert">
            {t('instances.actFailed', { message: error })}
          </Notice>
        ) : null}
        <Button
          type="submit"
          className="self-start"
          disabled={isBusy || !isFilled || offline !== null}
          isBusy={isBusy}
          busyLabel={t('instances.savingThere')}
        >
          {t('instances.profileSave')}
        </Button>
      </form>
    </Card>
  )
}
