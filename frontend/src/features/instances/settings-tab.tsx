import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { key } from '@/lib/key'
import { call } from '@/api/call'
import { asApiError } from '@/api/errors'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { showToast } from '@/lib/toast'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { SavedField } from '@/components/ui/saved-field'
import { useOfflineReason } from '@/forms/use-offline-reason'
import { GatewaySettingsCard } from './gateway-settings-card'
import { InstanceActDialog, type InstanceAct } from './instance-act-dialog'
import type { CredentialsCheck, Instance } from './model'
import { CredentialsAnswer } from './credentials-answer'
import { ProfileCard } from './profile-card'

export function SettingsTab({ instance }: { instance: Instance }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const offline = useOfflineReason()
  const [act, setAct] = useState<InstanceAct | 'rotate' | null>(null)
  const refresh = () => client.invalidateQueries({ queryKey: key('instances') })
  const close = () => {
    setAct(null)
  }
  return (
    <div className="flex flex-col gap-3">
      <Card title={t('instances.identity')}>
        <div className="grid max-w-xl gap-4 px-4 pt-2 pb-4">
          <SavedField
            label={t('instances.name')}
            value={instance.name}
            maxLength={120}
            isRequired
            disabledReason={offline}
            onSave={async (name) => {
              await call('PATCH /api/instances/{id}/', {
                path: { id: instance.id },
                body: { name },
              })
              await refresh()
            }}
          />
          <Field label={t('instances.instanceId')} hint={t('instances.instanceIdFixed')}>
            {(control) => (
              <Input {...control} readOnly value={instance.instance_id} className="font-mono" />
            )}
          </Field>
        </div>
      </Card>
      <GatewaySettingsCard instance={instance} offline={offline} />
      <ProfileCard instance={instance} offline={offline} />
      <TokenCard instance={instance} offline={offline} onSaved={refresh} />
      <Card title={t('instances.secret')}>
        <div className="flex flex-wrap items-center justify-between gap-3 px-4 pt-1 pb-4">
          <p className="max-w-xl text-sub text-text-2">{t('instances.secretText')}</p>
          <Button
            disabled={offline !== null}
            onClick={() => {
              setAct('rotate')
            }}
          >
            {t('instances.rotate')}
          </Button>
        </div>
      </Card>
      <Card title={t('instances.danger')}>
        <ul className="px-4 pb-2">
          {(['restart', 'disconnect', 'delete'] as const).map((name) => (
            <li
              key={name}
              className="flex flex-wrap items-center justify-between gap-3 border-t py-3 first:border-t-0"
            >
              <span className="max-w-xl text-sub text-text-2">{t(`instances.${name}Text`)}</span>
              <Button
                variant={name === 'delete' ? 'danger' : 'secondary'}
                disabled={offline !== null}
                onClick={() => {
                  setAct(name)
                }}
              >
                {t(`instances.${name}`)}
              </Button>
            </li>
          ))}
        </ul>
      </Card>
      {act === 'rotate' ? (
        <ConfirmDialog
          isOpen
          onClose={close}
          title={t('instances.rotateTitle')}
          actLabel={t('instances.rotate')}
          busyLabel={t('instances.rotateBusy')}
          onConfirm={async () => {
            await call('POST /api/instances/{id}/rotate-secret/', { path: { id: instance.id } })
            await refresh()
            showToast(t('instances.rotateDone'))
          }}
        >
          <p>{t('instances.rotateText')}</p>
        </ConfirmDialog>
      ) : act ? (
        <InstanceActDialog instance={instance} act={act} onClose={close} />
      ) : null}
    </div>
  )
}

interface TokenCardProps {
  instance: Instance
  offline: string | null
  onSaved: () => Promise<unknown>
}

/** O token entra e nunca mais volta: só o fim dele, para reconhecer. */
function TokenCard({ instance, offline, onSaved }: TokenCardProps) {
  const { t } = useTranslation()
  const [token, setToken] = useState('')
  const [busy, setBusy] = useState<'test' | 'save' | null>(null)
  const [answer, setAnswer] = useState<CredentialsCheck | null>(null)
  const [error, setError] = useState<string | null>(null)

  async function run(kind: 'test' | 'save') {
    setBusy(kind)
    setError(null)
    try {
      if (kind === 'test')
        setAnswer(
          await call('POST /api/instances/check-credentials/', {
            body: { instance_id: instance.instance_id, token },
          }),
        )
      else {
        await call('PATCH /api/instances/{id}/', { path: { id: instance.id }, body: { token } })
        await onSaved()
        setToken('')
        setAnswer(null)
        showToast(t('instances.tokenSaved'))
      }
    } catch (failure) {
      setError(asApiError(failure).message)
    } finally {
      setBusy(null)
    }
  }

  const isLocked = token.trim() === '' || busy !== null || offline !== null
  return (
    <Card title={t('instances.token')}>
      <div className="flex max-w-xl flex-col gap-3 px-4 pt-2 pb-4">
        <Field
          label={t('instances.newToken')}
          hint={t('instances.tokenNow', { hint: instance.token_hint ?? '–' })}
          error={error}
        >
          {(control) => (
            <Input
              {...control}
              type="password"
              autoComplete="off"
              value={token}
              onChange={(event) => {
                setToken(event.target.value)
                setAnswer(null)
              }}
            />
          )}
        </Field>
        <CredentialsAnswer answer={answer} />
        <span className="flex flex-wrap gap-2">
          <Button
            disabled={isLocked}
            isBusy={busy === 'test'}
            busyLabel={t('instances.testing')}
            onClick={() => void run('test')}
          >
            {t('instances.testCredentials')}
          </Button>
          <Button
            variant="primary"
            disabled={isLocked}
            isBusy={busy === 'save'}
            busyLabel={t('instances.saving')}
            onClick={() => void run('save')}
          >
            {t('instances.saveToken')}
          </Button>
        </span>
      </div>
    </Card>
  )
}
