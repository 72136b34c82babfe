import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Eye, EyeOff } from 'lucide-react'
import { useRef, useState, type SyntheticEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate } from 'react-router'
import { key } from '@/lib/key'
import { call } from '@/api/call'
import { clienteOptions } from '@/api/cliente-options'
import { ClienteField } from '@/components/cliente-field'
import { FormNotices } from '@/components/form-notices'
import { Button, buttonStyles } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { IconButton } from '@/components/ui/icon-button'
import { Input } from '@/components/ui/input'
import { Notice } from '@/components/ui/notice'
import { useUser } from '@/contexts/auth-context'
import { paths } from '@/lib/paths'
import { useFormSave } from '@/forms/use-form-save'
import { CredentialsAnswer } from './credentials-answer'
import type { CredentialsCheck } from './model'

/** Id e token do painel do W-APi: o caminho que sempre funciona. */
export function NewForm() {
  const { t } = useTranslation()
  const user = useUser()
  const navigate = useNavigate()
  const client = useQueryClient()
  const formRef = useRef<HTMLFormElement>(null)
  const form = useFormSave(formRef)
  const { offline } = form
  const isAdmin = user.role === 'admin'
  const clientes = useQuery({ ...clienteOptions(), enabled: isAdmin })
  const [isShown, setShown] = useState(false)
  const [act, setAct] = useState<'test' | 'save'>('save')
  const [cliente, setCliente] = useState('')
  const [answer, setAnswer] = useState<CredentialsCheck | null>(null)

  function read() {
    const fields = new FormData(formRef.current ?? undefined)
    const text = (name: string) => {
      const value = fields.get(name)
      return typeof value === 'string' ? value.trim() : ''
    }
    return {
      name: text('name'),
      instance_id: text('instance_id'),
      token: text('token'),
    }
  }

  async function test() {
    const { instance_id, token } = read()
    if (form.lacks({ instance_id, token })) return
    setAct('test')
    await form.save(async () => {
      setAnswer(
        await call('POST /api/instances/check-credentials/', { body: { instance_id, token } }),
      )
    })
  }

  async function save(event: SyntheticEvent) {
    event.preventDefault()
    const values = read()
    const { name, ...rest } = values
    if (form.lacks({ name, ...(isAdmin ? { cliente } : {}), ...rest })) return
    setAct('save')
    setAnswer(null)
    await form.save(async () => {
      const instance = await call('POST /api/instances/', {
        body: { ...values, ...(isAdmin ? { cliente: Number(cliente) } : {}) },
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
      onSubmit={(event) => void save(event)}
      onChange={() => {
        setAnswer(null)
      }}
    >
      <p className="text-sub text-text-2">{t('instances.haveCredentialsText')}</p>
      <Field
        label={t('instances.name')}
        hint={t('instances.nameHint')}
        error={form.errorOf('name')}
      >
        {(control) => <Input {...control} name="name" maxLength={120} required />}
      </Field>
      {clientes.data?.length === 0 ? (
        <Notice
          tone="warn"
          actions={
            <Link to={`${paths.clientes}/new`} className={buttonStyles({ size: 'small' })}>
              {t('instances.addCliente')}
            </Link>
          }
        >
          {t('instances.needsCliente')}
        </Notice>
      ) : null}
      {isAdmin ? (
        <ClienteField
          clientes={clientes.data}
          value={cliente}
          onChange={setCliente}
          error={form.errorOf('cliente')}
        />
      ) : null}
      <Field label={t('instances.instanceId')} error={form.errorOf('instance_id')}>
        {(control) => (
          <Input
            {...control}
            name="instance_id"
            className="font-mono"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            required
          />
        )}
      </Field>
      <Field
        label={t('instances.token')}
        hint={t('instances.tokenHint')}
        error={form.errorOf('token')}
      >
        {(control) => (
          <span className="relative flex">
            <Input
              {...control}
              name="token"
              type={isShown ? 'text' : 'password'}
              className="pr-11 font-mono"
              autoComplete="off"
              required
            />
            <IconButton
              size="small"
              icon={isShown ? EyeOff : Eye}
              label={isShown ? t('instances.hideToken') : t('instances.showToken')}
              className="absolute top-1/2 right-1 -translate-y-1/2"
              onClick={() => {
                setShown(!isShown)
              }}
            />
          </span>
        )}
      </Field>
      <CredentialsAnswer answer={answer} />
      <FormNotices failure={form.failure} offline={offline} />
      <span className="flex flex-wrap justify-end gap-2">
        <Button
          disabled={form.isBusy || offline !== null}
          isBusy={form.isBusy && act === 'test'}
          busyLabel={t('instances.testing')}
          onClick={() => void test()}
        >
          {t('instances.testCredentials')}
        </Button>
        <Button
          type="submit"
          variant="primary"
          disabled={form.isBusy || offline !== null}
          isBusy={form.isBusy && act === 'save'}
          busyLabel={t('instances.saving')}
        >
          {t('instances.saveAndConnect')}
        </Button>
      </span>
    </form>
  )
}
