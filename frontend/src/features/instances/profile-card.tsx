import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState, type SyntheticEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { key } from '@/lib/key'
import { call, SLOW_MS } from '@/api/call'
import { useFormSave } from '@/forms/use-form-save'
import { showToast } from '@/lib/toast'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { FormNotices } from '@/components/form-notices'
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
  const form = useFormSave(formRef, { say: (message) => t('instances.actFailed', { message }) })
  const { isBusy } = form
  const [isFilled, setFilled] = useState(false)

  function read(): Map<string, string> {
    const values = new FormData(formRef.current ?? undefined)
    return new Map(
      FIELDS.flatMap(({ name }) => {
        const value = values.get(name)
        return typeof value === 'string' && value.trim() !== '' ? [[name, value.trim()]] : []
      }),
    )
  }

  async function save(event: SyntheticEvent) {
    event.preventDefault()
    const filled = read()
    const gatewayName = filled.get('gateway_name')
    filled.delete('gateway_name')
    const isSaved = await form.save(async () => {
      if (gatewayName !== undefined) await saveSettings(instance.id, { gateway_name: gatewayName })
      if (filled.size > 0)
        await call('POST /api/instances/{id}/profile/', {
          path: { id: instance.id },
          body: Object.fromEntries(filled),
          timeout: SLOW_MS,
        })
    })
    if (!isSaved) return
    formRef.current?.reset()
    setFilled(false)
    showToast(t('instances.profileSaved'))
    void client.invalidateQueries({ queryKey: key('instances') })
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
          <Field key={name} label={t(`instances.${text}`)} error={form.errorOf(name)}>
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
        <FormNotices failure={form.failure} offline={null} />
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
