import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState, type SyntheticEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { call } from '@/api/call'
import type { Cliente } from '@/api/generated/types.gen'
import { key } from '@/lib/key'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { FormNotices } from '@/components/form-notices'
import { showToast } from '@/lib/toast'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Switch } from '@/components/ui/switch'
import { paths } from '@/lib/paths'
import { useFormSave } from '@/forms/use-form-save'

interface ClienteDialogProps {
  cliente: Cliente | null
  isAdmin: boolean
  onClose: () => void
}

const FORM = 'cliente-form'

export function ClienteDialog({ cliente, isAdmin, onClose }: ClienteDialogProps) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const formRef = useRef<HTMLFormElement>(null)
  const form = useFormSave(formRef)
  const { offline, isBusy } = form
  const [name, setName] = useState(cliente?.name ?? '')
  const [isActive, setActive] = useState(cliente?.active ?? true)
  const [isDeleting, setDeleting] = useState(false)
  const refresh = () => {
    for (const tag of ['clientes', 'instances', 'users'] as const) {
      void client.invalidateQueries({ queryKey: key(tag) })
    }
  }

  async function save(event: SyntheticEvent) {
    event.preventDefault()
    const wanted = name.trim()
    if (form.lacks({ name: wanted })) return
    const isSaved = await form.save(() =>
      cliente
        ? call('PATCH /api/clientes/{id}/', {
            path: { id: cliente.id },
            body: { name: wanted, ...(isAdmin ? { active: isActive } : {}) },
          })
        : call('POST /api/clientes/', { body: { name: wanted } }),
    )
    if (!isSaved) return
    refresh()
    showToast(t('clientes.saved', { name: wanted }))
    onClose()
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={cliente ? cliente.name : t('clientes.add')}
      size="small"
      footer={
        <>
          {cliente && isAdmin ? (
            <Button
              variant="ghost"
              className="mr-auto text-bad"
              disabled={offline !== null}
              onClick={() => {
                setDeleting(true)
              }}
            >
              {t('clientes.delete')}
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
            {t('settings.save')}
          </Button>
        </>
      }
    >
      <form
        id={FORM}
        ref={formRef}
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => void save(event)}
      >
        <Field label={t('clientes.name')} error={form.errorOf('name')}>
          {(control) => (
            <Input
              {...control}
              data-autofocus
              name="name"
              value={name}
              maxLength={120}
              onChange={(event) => {
                setName(event.target.value)
                form.clear('name')
              }}
            />
          )}
        </Field>
        {cliente && isAdmin ? (
          <Switch
            label={t('clientes.activeSwitch')}
            hint={t('clientes.activeHint')}
            checked={isActive}
            onChange={setActive}
          />
        ) : null}
        <FormNotices failure={form.failure} offline={offline} />
      </form>
      {isDeleting && cliente && cliente.instances_count + cliente.users_count > 0 ? (
        <Dialog
          isOpen
          onClose={() => {
            setDeleting(false)
          }}
          title={t('clientes.deleteTitle', { name: cliente.name })}
          size="small"
          footer={
            <Button
              data-autofocus
              onClick={() => {
                setDeleting(false)
              }}
            >
              {t('common.close')}
            </Button>
          }
        >
          <div className="flex flex-col gap-3 text-base text-text-2">
            <p>{t('clientes.notEmpty')}</p>
            <ul className="flex flex-col gap-1">
              {cliente.instances_count > 0 ? (
                <li>
                  <Link
                    to={`${paths.instances}?cliente=${cliente.id}`}
                    className="text-accent-text underline"
                  >
                    {t('clientes.nInstances', { count: cliente.instances_count })}
                  </Link>
                </li>
              ) : null}
              {cliente.users_count > 0 ? (
                <li>
                  <Link
                    to={`${paths.users}?cliente=${cliente.id}`}
                    className="text-accent-text underline"
                  >
                    {t('clientes.nUsers', { count: cliente.users_count })}
                  </Link>
                </li>
              ) : null}
            </ul>
          </div>
        </Dialog>
      ) : isDeleting && cliente ? (
        <ConfirmDialog
          isOpen
          onClose={() => {
            setDeleting(false)
          }}
          title={t('clientes.deleteTitle', { name: cliente.name })}
          actLabel={t('clientes.delete')}
          busyLabel={t('clientes.deleting')}
          isDangerous
          typedName={cliente.name}
          onConfirm={async () => {
            await call('DELETE /api/clientes/{id}/', { path: { id: cliente.id } })
            refresh()
            showToast(t('clientes.deleted', { name: cliente.name }))
            onClose()
          }}
        >
          <p>{t('clientes.deleteText')}</p>
        </ConfirmDialog>
      ) : null}
    </Dialog>
  )
}
