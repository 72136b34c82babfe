import { useQueryClient } from '@tanstack/react-query'
import { useState, type SyntheticEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { asApiError } from '@/api/errors'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { showToast } from '@/components/toast'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Notice } from '@/components/ui/notice'
import { Switch } from '@/components/ui/switch'
import { paths } from '@/lib/paths'
import { useOfflineReason } from '@/live/use-offline-reason'
import { createCliente, deleteCliente, updateCliente, type Cliente } from './clientes-api'

interface ClienteDialogProps {
  cliente: Cliente | null
  isAdmin: boolean
  onClose: () => void
}

const FORM = 'cliente-form'

export function ClienteDialog({ cliente, isAdmin, onClose }: ClienteDialogProps) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const offline = useOfflineReason()
  const [name, setName] = useState(cliente?.name ?? '')
  const [isActive, setActive] = useState(cliente?.active ?? true)
  const [isBusy, setBusy] = useState(false)
  const [isDeleting, setDeleting] = useState(false)
  const [nameError, setNameError] = useState<string | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  const refresh = () => {
    for (const tag of ['clientes', 'instances', 'users']) {
      void client.invalidateQueries({ queryKey: [{ tags: [tag] }] })
    }
  }

  async function save(event: SyntheticEvent) {
    event.preventDefault()
    if (name.trim() === '') {
      setNameError(t('settings.required'))
      return
    }
    setBusy(true)
    setFailure(null)
    try {
      if (cliente) {
        await updateCliente(cliente.id, {
          name: name.trim(),
          ...(isAdmin ? { active: isActive } : {}),
        })
      } else {
        await createCliente(name.trim())
      }
      refresh()
      showToast(t('clientes.saved', { name: name.trim() }))
      onClose()
    } catch (error) {
      const problem = asApiError(error)
      const field = problem.fields().get('name')
      if (field) setNameError(field)
      else setFailure(problem.isNetwork ? t('errors.networkTitle') : problem.message)
      setBusy(false)
    }
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
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => void save(event)}
      >
        {offline ? <Notice tone="warn">{offline}</Notice> : null}
        <Field label={t('clientes.name')} error={nameError}>
          {(control) => (
            <Input
              {...control}
              data-autofocus
              value={name}
              maxLength={120}
              onChange={(event) => {
                setName(event.target.value)
                setNameError(null)
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
        {failure ? (
          <Notice tone="bad" role="alert">
            {failure}
          </Notice>
        ) : null}
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
            await deleteCliente(cliente.id)
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
