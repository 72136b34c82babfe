import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef, useState, type SyntheticEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '@/api/call'
import type { UserWriteRequest } from '@/api/generated/types.gen'
import { key } from '@/lib/key'
import { clienteOptions } from '@/api/cliente-options'
import type { Role } from '@/api/session'
import { ClienteField } from '@/components/cliente-field'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { FormNotices } from '@/components/form-notices'
import { showToast } from '@/lib/toast'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Notice } from '@/components/ui/notice'
import { PasswordField } from '@/components/ui/password-field'
import { Switch } from '@/components/ui/switch'
import { useUser } from '@/contexts/auth-context'
import { makePassword } from '@/lib/password'
import { useFormSave } from '@/forms/use-form-save'
import { lockOf, type User } from './model'
import { RolePicker } from './role-picker'

type UserInput = Omit<UserWriteRequest, 'language' | 'theme'>

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
  const formRef = useRef<HTMLFormElement>(null)
  const form = useFormSave(formRef)
  const { offline, isBusy } = form
  const isAdmin = me.role === 'admin'
  const clientes = useQuery({ ...clienteOptions(), enabled: isAdmin })
  const [role, setRole] = useState<Role>(user?.role ?? 'operator')
  const [cliente, setCliente] = useState(user?.cliente ? String(user.cliente) : '')
  const [isActive, setActive] = useState(user?.active ?? true)
  const [password, setPassword] = useState('')
  const [current, setCurrent] = useState('')
  const [email, setEmail] = useState(user?.email ?? '')
  const [isDeleting, setDeleting] = useState(false)
  const lock = user ? lockOf(user, me, all) : null
  // A própria senha e o próprio e-mail: quem achou a tela aberta não os muda.
  const asksCurrent = user?.id === me.id && (password !== '' || email.trim() !== user.email)
  const isReadOnly = lock === 'aboveYou'

  async function save(event: SyntheticEvent<HTMLFormElement>) {
    event.preventDefault()
    const fields = new FormData(event.currentTarget)
    const text = (name: string) => {
      const value = fields.get(name)
      return typeof value === 'string' ? value.trim() : ''
    }
    const needsCliente = isAdmin && role !== 'admin'
    const isMissing = form.lacks({
      name: text('name'),
      email: text('email'),
      ...(needsCliente ? { cliente } : {}),
      ...(user ? {} : { password }),
      ...(asksCurrent ? { current_password: current } : {}),
    })
    if (isMissing) return
    const body: Partial<UserInput> = {
      name: text('name'),
      email: text('email'),
      ...(lock === null ? { role, active: isActive } : {}),
      ...(isAdmin ? { cliente: role === 'admin' ? null : Number(cliente) } : {}),
      ...(password ? { password } : {}),
      ...(asksCurrent ? { current_password: current } : {}),
    }
    const isSaved = await form.save(() =>
      user
        ? call('PATCH /api/users/{id}/', { path: { id: user.id }, body })
        : call('POST /api/users/', { body: body as UserInput }),
    )
    if (!isSaved) return
    void client.invalidateQueries({ queryKey: key('users') })
    void client.invalidateQueries({ queryKey: key('stats') })
    showToast(t(user ? 'users.saved' : 'users.created', { name: text('name') }))
    onClose()
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
        {isReadOnly ? <Notice tone="idle">{t('users.lock.aboveYou')}</Notice> : null}
        <fieldset disabled={isReadOnly} className="flex flex-col gap-4">
          <Field label={t('users.name')} error={form.errorOf('name')}>
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
          <Field label={t('users.email')} error={form.errorOf('email')}>
            {(control) => (
              <Input
                {...control}
                name="email"
                type="email"
                inputMode="email"
                autoComplete="off"
                autoCapitalize="none"
                value={email}
                onChange={(event) => {
                  setEmail(event.target.value)
                }}
              />
            )}
          </Field>
          <RolePicker
            value={role}
            onChange={setRole}
            roles={isAdmin ? ['admin', 'manager', 'operator'] : ['manager', 'operator']}
            lockedReason={lock && !isReadOnly ? t(`users.lock.${lock}`) : null}
            error={form.errorOf('role')}
          />
          {isAdmin && role !== 'admin' ? (
            <ClienteField
              clientes={clientes.data}
              value={cliente}
              onChange={setCliente}
              error={form.errorOf('cliente')}
            />
          ) : null}
          <div>
            <PasswordField
              label={user ? t('users.newPassword') : t('users.password')}
              hint={user ? t('users.newPasswordHint') : t('users.passwordHint')}
              error={form.errorOf('password')}
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
          {asksCurrent ? (
            <PasswordField
              label={t('settings.currentPassword')}
              hint={t('users.currentPasswordHint')}
              error={form.errorOf('current_password')}
              name="current_password"
              autoComplete="current-password"
              value={current}
              onChange={(event) => {
                setCurrent(event.target.value)
              }}
            />
          ) : null}
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
        <FormNotices failure={form.failure} offline={offline} />
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
            await call('DELETE /api/users/{id}/', { path: { id: user.id } })
            void client.invalidateQueries({ queryKey: key('users') })
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
