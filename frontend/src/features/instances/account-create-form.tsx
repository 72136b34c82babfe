import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef, useState, type SyntheticEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { key } from '@/lib/key'
import { call, SLOW_MS } from '@/api/call'
import { clienteOptions } from '@/api/cliente-options'
import { asApiError } from '@/api/errors'
import { ClienteField } from '@/components/cliente-field'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/checkbox'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Notice } from '@/components/ui/notice'
import { paths } from '@/lib/paths'
import { useOfflineReason } from '@/forms/use-offline-reason'

/** Cria na conta do W-APi e já segue para o QR; nada se repete sozinho, que cada criação custa. */
export function AccountCreateForm({ hasLite }: { hasLite: boolean }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const client = useQueryClient()
  const offline = useOfflineReason()
  const formRef = useRef<HTMLFormElement>(null)
  const clientes = useQuery(clienteOptions())
  const [cliente, setCliente] = useState('')
  const [isBusy, setBusy] = useState(false)
  const [errors, setErrors] = useState<Map<string, string>>(new Map())
  const [failure, setFailure] = useState<string | null>(null)

  async function create(event: SyntheticEvent) {
    event.preventDefault()
    const form = new FormData(formRef.current ?? undefined)
    const given = form.get('name')
    const name = typeof given === 'string' ? given.trim() : ''
    const missing = new Map<string, string>()
    if (name === '') missing.set('name', t('settings.required'))
    if (cliente === '') missing.set('cliente', t('settings.required'))
    setErrors(missing)
    const [first] = missing.keys()
    if (first) {
      formRef.current?.querySelector<HTMLElement>(`[name="${first}"]`)?.focus()
      return
    }
    setBusy(true)
    setFailure(null)
    try {
      const instance = await call('POST /api/account/instances/', {
        body: { cliente: Number(cliente), name, lite: form.get('lite') !== null },
        timeout: SLOW_MS,
      })
      void client.invalidateQueries({ queryKey: key('instances') })
      await navigate(paths.instanceConnect(instance.id))
    } catch (error) {
      const problem = asApiError(error)
      const byField = problem.fields()
      setErrors(byField)
      if (byField.size === 0) setFailure(problem.message)
      setBusy(false)
    }
  }

  return (
    <form
      ref={formRef}
      noValidate
      className="flex flex-col gap-4 px-4 pt-2 pb-4"
      onSubmit={(event) => void create(event)}
    >
      <p className="text-sub text-text-2">{t('instances.createText')}</p>
      <Field label={t('instances.name')} hint={t('instances.nameHint')} error={errors.get('name')}>
        {(control) => <Input {...control} name="name" maxLength={120} required />}
      </Field>
      <ClienteField
        clientes={clientes.data}
        value={cliente}
        onChange={setCliente}
        error={errors.get('cliente')}
      />
      {hasLite ? (
        <div>
          <Checkbox name="lite" label={t('instances.createLite')} />
          <p className="pl-6 text-meta text-text-3">{t('instances.createLiteHint')}</p>
        </div>
      ) : null}
      {failure ? (
        <Notice tone="bad" role="alert">
          {t('instances.gatewayRefused', { message: failure })}
        </Notice>
      ) : null}
      {offline ? <Notice tone="warn">{offline}</Notice> : null}
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
