import { useQueryClient } from '@tanstack/react-query'
import { Eye, EyeOff } from 'lucide-react'
import { useRef, useState, type SyntheticEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { asApiError } from '@/api/errors'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { IconButton } from '@/components/ui/icon-button'
import { Input } from '@/components/ui/input'
import { Notice } from '@/components/ui/notice'
import { useUser } from '@/contexts/auth-context'
import { paths } from '@/lib/paths'
import { useOfflineReason } from '@/live/use-offline-reason'
import { ClienteField } from './cliente-field'
import { CredentialsAnswer } from './credentials-answer'
import { checkCredentials, createInstance } from './instances-api'
import type { CredentialsCheck } from './model'

type Fields = Map<string, string>

/** Id e token do painel do W-APi: o caminho que sempre funciona. */
export function NewForm() {
  const { t } = useTranslation()
  const user = useUser()
  const navigate = useNavigate()
  const client = useQueryClient()
  const offline = useOfflineReason()
  const formRef = useRef<HTMLFormElement>(null)
  const isAdmin = user.role === 'admin'
  const [isShown, setShown] = useState(false)
  const [busy, setBusy] = useState<'test' | 'save' | null>(null)
  const [answer, setAnswer] = useState<CredentialsCheck | null>(null)
  const [errors, setErrors] = useState<Fields>(new Map())
  const [failure, setFailure] = useState<string | null>(null)

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
      cliente: Number(text('cliente')) || null,
    }
  }

  function show(found: Fields) {
    setErrors(found)
    const first = [...found.keys()][0]
    if (first) formRef.current?.querySelector<HTMLElement>(`[name="${first}"]`)?.focus()
  }

  function missing(names: ('name' | 'instance_id' | 'token' | 'cliente')[]): boolean {
    const values = read()
    const found: Fields = new Map()
    for (const name of names) if (!values[name]) found.set(name, t('settings.required'))
    show(found)
    return found.size > 0
  }

  async function test() {
    if (missing(['instance_id', 'token'])) return
    const { instance_id, token } = read()
    setBusy('test')
    setFailure(null)
    try {
      setAnswer(await checkCredentials(instance_id, token))
    } catch (error) {
      setFailure(asApiError(error).message)
    } finally {
      setBusy(null)
    }
  }

  async function save(event: SyntheticEvent) {
    event.preventDefault()
    if (missing(['name', ...(isAdmin ? (['cliente'] as const) : []), 'instance_id', 'token']))
      return
    const { cliente, ...values } = read()
    setBusy('save')
    setFailure(null)
    try {
      const instance = await createInstance({ ...values, ...(cliente ? { cliente } : {}) })
      void client.invalidateQueries({ queryKey: [{ tags: ['instances'] }] })
      await navigate(paths.instanceConnect(instance.id))
    } catch (error) {
      const problem = asApiError(error)
      const byField = problem.fields()
      show(byField)
      if (byField.size === 0) {
        setFailure(problem.isNetwork ? t('errors.networkTitle') : problem.message)
      }
      setBusy(null)
    }
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
      <Field label={t('instances.name')} hint={t('instances.nameHint')} error={errors.get('name')}>
        {(control) => <Input {...control} name="name" maxLength={120} required />}
      </Field>
      {isAdmin ? <ClienteField error={errors.get('cliente')} /> : null}
      <Field label={t('instances.instanceId')} error={errors.get('instance_id')}>
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
        error={errors.get('token')}
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
      {failure ? (
        <Notice tone="bad" role="alert">
          {failure}
        </Notice>
      ) : null}
      {offline ? <Notice tone="warn">{offline}</Notice> : null}
      <span className="flex flex-wrap justify-end gap-2">
        <Button
          disabled={busy !== null || offline !== null}
          isBusy={busy === 'test'}
          busyLabel={t('instances.testing')}
          onClick={() => void test()}
        >
          {t('instances.testCredentials')}
        </Button>
        <Button
          type="submit"
          variant="primary"
          disabled={busy !== null || offline !== null}
          isBusy={busy === 'save'}
          busyLabel={t('instances.saving')}
        >
          {t('instances.saveAndConnect')}
        </Button>
      </span>
    </form>
  )
}
