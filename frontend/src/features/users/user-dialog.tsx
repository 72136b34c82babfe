import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef, useState, type SyntheticEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { asApiError } from '@/api/errors'
import type { Role } from '@/api/session'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { showToast } from '@/components/toast'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Notice } from '@/components/ui/notice'
import { PasswordField } from '@/components/ui/password-field'
import { Select } from '@/components/ui/select'
import { Switch } from '@/components/ui/switch'
import { useUser } from '@/contexts/auth-context'
import { makePassword } from '@/lib/password'
import { useOfflineReason } from '@/live/use-offline-reason'
import { lockOf, type User } from './model'
import { RolePicker } from './role-picker'
import { clienteOptions, createUser, deleteUser, updateUser, type UserInput } from './users-api'

interface UserDialogProps {
  /** null: pessoa nova. */
  user: User | null
  all: User[]
  onClose: () => void
}

const FORM = 'user-form'

export function UserDialog({ user, all, onClose }: UserDialogProps) {
  const { t } = useTranslation()
  const me = useUser()
  const client = useQueryClient()
  const offline = useOfflineReason()
  const formRef = useRef<HTMLFormElement>(null)
  const isAdmin = me.role === 'admin'
  const clientes = useQuery({ ...clienteOptions(), enabled: isAdmin })
  const [role, setRole] = useState<Role>(user?.role ?? 'operator')
  const [cliente, setCliente] = useState(user?.cliente ? String(user.cliente) : '')
  const [isActive, setActive] = useState(user?.active ?? true)
  const [password, setPassword] = useState('')
  const [isBusy, setBusy] = useState(false)
  const [isDeleting, setDeleting] = useState(false)
  const [errors, setErrors] = useState(new Map<string, string>())
  const [failure, setFailure] = useState<string | null>(null)
  const lock = user ? lockOf(user, me, all) : null
  const isReadOnly = lock === 'aboveYou'

  function show(found: Map<string, string>) {
    setErrors(found)
    const first = [...found.keys()][0]
    if (first) formRef.current?.querySelector<HTMLElement>(`[name="${first}"]`)?.focus()
  }

  async function save(event: SyntheticEvent<HTMLFormElement>) {
    event.preventDefault()
    const fields = new FormData(event.currentTarget)
    const text = (name: string) => {
      const value = fields.get(name)
      return typeof value === 'string' ? value.trim() : ''
    }
    const needsCliente = isAdmin && role !== 'admin'
    const found = new Map<string, string>()
    if (!text('name')) found.set('name', t('settings.required'))
    if (!text('email')) found.set('email', t('settings.required'))
    if (needsCliente && !cliente) found.set('cliente', t('settings.required'))
    if (!user && !password) found.set('password', t('settings.required'))
    show(found)
    if (found.size > 0) return
    const body: Partial<UserInput> = {
      name: text('name'),
      email: text('email'),
      ...(lock === null ? { role, active: isActive } : {}),
      ...(isAdmin ? { cliente: role === 'admin' ? null : Number(cliente) } : {}),
      ...(password ? { password } : {}),
    }
    setBusy(true)
    setFailure(null)
    try {
      if (user) await updateUser(user.id, body)
      else await createUser(body as UserInput)
      void client.invalidateQueries({ queryKey: [{ tags: ['users'] }] })
      void client.invalidateQueries({ queryKey: ['dashboard'] })
      showToast(t(user ? 'users.saved' : 'users.created', { name: text('name') }))
      onClose()
    } catch (error) {
      const problem = asApiError(error)
      const byField = problem.fields()
      show(byField)
      if (byField.size === 0) {
        setFailure(problem.isNetwork ? t('errors.networkTitle') : problem.message)
      }
      setBusy(false)
    }
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={user ? user.name : t('users.invite')}
      footer={
        isReadOnly ? undefined : (
          <>
            {user && lock === null ? (
              <Button
                variant="ghost"
                className="mr-auto text-bad"
                disabled={offline !== null}
                onClick={() => {
                  setDeleting(true)
                }}
              >
                {t('users.delete')}
              </Button>
            ) : null}
            <Button onClick={onClose}>{t('common.cancel')}</Button>
            <Button
              type="submit"
              form={FORM}
              variant="primary"
              disabled={isBusy || offline !== null}
              isBusy={isBusy}
              busyLabel={t('settings.saving')}
            >
              {user ? t('settings.save') : t('users.create')}
            </Button>
          </>
        )
      }
    >
      <form
        id={FORM}
        ref={formRef}
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => void save(event)}
      >
        {offline ? <Notice tone="warn">{offline}</Notice> : null}
        {isReadOnly ? <Notice tone="idle">{t('users.lock.aboveYou')}</Notice> : null}
        <fieldset disabled={isReadOnly} className="flex flex-col gap-4">
          <Field label={t('users.name')} error={errors.get('name')}>
            {(control) => (
              <Input
                {...control}
                data-autofocus
                name="name"
                defaultValue={user?.name}
                maxLength={150}
              />
            )}
          </Field>
          <Field label={t('users.email')} error={errors.get('email')}>
            {(control) => (
              <Input
                {...control}
                name="email"
                type="email"
                inputMode="email"
                autoComplete="off"
                autoCapitalize="none"
                defaultValue={user?.email}
              />
            )}
          </Field>
          <RolePicker
            value={role}
            onChange={setRole}
            roles={isAdmin ? ['admin', 'manager', 'operator'] : ['manager', 'operator']}
            lockedReason={lock && !isReadOnly ? t(`users.lock.${lock}`) : null}
            error={errors.get('role')}
          />
          {isAdmin && role !== 'admin' ? (
            <Field label={t('users.cliente')} error={errors.get('cliente')}>
              {(control) => (
                <Select
                  {...control}
                  name="cliente"
                  // Controlado: as opções chegam depois, e o navegador escolheria a primeira por conta própria.
                  value={clientes.data ? cliente : ''}
                  onChange={(event) => {
                    setCliente(event.target.value)
                  }}
                >
                  <option value="" disabled>
                    {t('instances.chooseCliente')}
                  </option>
                  {(clientes.data ?? []).map(({ id, name }) => (
                    <option key={id} value={id}>
                      {name}
                    </option>
                  ))}
                </Select>
              )}
            </Field>
          ) : null}
          <div>
            <PasswordField
              label={user ? t('users.newPassword') : t('users.password')}
              hint={user ? t('users.newPasswordHint') : t('users.passwordHint')}
              error={errors.get('password')}
              name="password"
              autoComplete="new-password"
              value={password}
              hasStrength
              onChange={(event) => {
                setPassword(event.target.value)
              }}
            />
            <span className="mt-1 flex items-center gap-1">
              <Button
                variant="link"
                size="inline"
                onClick={() => {
                  setPassword(makePassword())
                }}
              >
                {t('users.makePassword')}
              </Button>
              {password ? <CopyButton text={password} label={t('users.copyPassword')} /> : null}
            </span>
          </div>
          {user ? (
            <Switch
              label={t('users.activeSwitch')}
              hint={lock ? t(`users.lock.${lock}`) : t('users.activeHint')}
              checked={isActive}
              disabled={lock !== null}
              onChange={setActive}
            />
          ) : null}
        </fieldset>
        {failure ? (
          <Notice tone="bad" role="alert">
            {failure}
          </Notice>
        ) : null}
      </form>
      {isDeleting && user ? (
        <ConfirmDialog
          isOpen
          onClose={() => {
            setDeleting(false)
          }}
          title={t('users.deleteTitle', { name: user.name })}
          actLabel={t('users.delete')}
          busyLabel={t('users.deleting')}
          isDangerous
          onConfirm={async () => {
            await deleteUser(user.id)
            void client.invalidateQueries({ queryKey: [{ tags: ['users'] }] })
            showToast(t('users.deleted', { name: user.name }))
            onClose()
          }}
        >
          <p>{t('users.deleteText')}</p>
        </ConfirmDialog>
      ) : null}
    </Dialog>
  )
}
