import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef, useState, type SyntheticEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { key } from '@/lib/key'
import { call, SLOW_MS } from '@/api/call'
import { clienteOptions } from '@/api/cliente-options'
import { ClienteField } from '@/components/cliente-field'
import { FormNotices } from '@/components/form-notices'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/checkbox'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { paths } from '@/lib/paths'
import { useFormSave } from '@/forms/use-form-save'

/** Cria na conta do W-APi e já segue para o QR; nada se repete sozinho, que cada criação custa. */
export function AccountCreateForm({ hasLite }: { hasLite: boolean }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const client = useQueryClient()
  const formRef = useRef<HTMLFormElement>(null)
  const form = useFormSave(formRef, {
    say: (message) => t('instances.gatewayRefused', { message }),
  })
  const { offline, isBusy } = form
  const clientes = useQuery(clienteOptions())
  const [cliente, setCliente] = useState('')

  async function create(event: SyntheticEvent) {
    event.preventDefault()
    const values = new FormData(formRef.current ?? undefined)
    const given = values.get('name')
    const name = typeof given === 'string' ? given.trim() : ''
    if (form.lacks({ name, cliente })) return
    await form.save(async () => {
      const instance = await call('POST /api/account/instances/', {
        body: { cliente: Number(cliente), name, lite: values.get('lite') !== null },
        timeout: SLOW_MS,
      })
      void client.invalidateQueries({ queryKey: key('instances') })
      await navigate(paths.instanceConnect(instance.id))
    })
  }

  return (
    <form
      ref={formRef}
      noValidate
      className="flex flex-col gap-4 px-4 pt-2 pb-4"
      onSubmit={(event) => void create(event)}
    >
      <p className="text-sub text-text-2">{t('instances.createText')}</p>
      <Field
        label={t('instances.name')}
        hint={t('instances.nameHint')}
        error={form.errorOf('name')}
      >
        {(control) => <Input {...control} name="name" maxLength={120} required />}
      </Field>
      <ClienteField
        clientes={clientes.data}
        value={cliente}
        onChange={setCliente}
        error={form.errorOf('cliente')}
      />
      {hasLite ? (
        <div>
          <Checkbox name="lite" label={t('instances.createLite')} />
          <p className="pl-6 text-meta text-text-3">{t('instances.createLiteHint')}</p>
        </div>
      ) : null}
      <FormNotices failure={form.failure} offline={offline} />
      <Button
        type="submit"
        variant="primary"
        className="self-end"
        disabled={isBusy || offline !== null}
        isBusy={isBusy}
        busyLabel={t('instances.creating')}
      >
        {t('instances.createAct')}
      </Button>
    </form>
  )
}
