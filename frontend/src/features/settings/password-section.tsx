import { Check } from 'lucide-react'
import { useState, type SyntheticEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { asApiError } from '@/api/errors'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { PasswordField } from '@/components/ui/password-field'
import { useUser } from '@/contexts/auth-context'
import { strengthOf } from '@/lib/password'
import { useOfflineReason } from '@/forms/use-offline-reason'
import { changePassword } from './settings-api'

export function PasswordSection() {
  const { t } = useTranslation()
  const user = useUser()
  const offline = useOfflineReason()
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const [state, setState] = useState<'idle' | 'busy' | 'saved'>('idle')
  const [errors, setErrors] = useState(new Map<string, string>())
  const [failure, setFailure] = useState<string | null>(null)

  async function save(event: SyntheticEvent) {
    event.preventDefault()
    const found = new Map<string, string>()
    if (current === '') found.set('current_password', t('settings.required'))
    if (strengthOf(next) < 2) found.set('new_password', t('settings.passwordWeak'))
    setErrors(found)
    setFailure(null)
    if (found.size > 0) return
    setState('busy')
    try {
      await changePassword(current, next)
      setCurrent('')
      setNext('')
      setState('saved')
    } catch (error) {
      const problem = asApiError(error)
      const fields = problem.fields()
      setErrors(fields)
      if (fields.size === 0) {
        setFailure(problem.isNetwork ? t('errors.networkTitle') : problem.message)
      }
      setState('idle')
    }
  }

  return (
    <Card>
      <form
        noValidate
        className="flex flex-col gap-4 p-4"
        onSubmit={(event) => void save(event)}
        onChange={() => {
          if (state === 'saved') setState('idle')
        }}
      >
        {/* Para o gerenciador de senhas saber de quem é. */}
        <input
          type="email"
          autoComplete="username"
          value={user.email}
          readOnly
          hidden
          aria-hidden
          tabIndex={-1}
        />
        <PasswordField
          label={t('settings.currentPassword')}
          error={errors.get('current_password')}
          autoComplete="current-password"
          value={current}
          onChange={(event) => {
            setCurrent(event.target.value)
          }}
        />
        <PasswordField
          label={t('settings.newPassword')}
          hint={t('settings.newPasswordHint')}
          error={errors.get('new_password')}
          autoComplete="new-password"
          value={next}
          hasStrength
          onChange={(event) => {
            setNext(event.target.value)
          }}
        />
        {failure ? (
          <Notice tone="bad" role="alert">
            {failure}
          </Notice>
        ) : null}
        <span className="flex items-center gap-3">
          <Button
            type="submit"
            variant="primary"
            disabled={state === 'busy' || offline !== null}
            isBusy={state === 'busy'}
            busyLabel={t('settings.saving')}
          >
            {t('settings.changePassword')}
          </Button>
          <span role="status" className="inline-flex items-center gap-1 text-sub text-ok">
            {state === 'saved' ? (
              <>
                <Check aria-hidden className="size-4" strokeWidth={1.75} />
                {t('settings.passwordChanged')}
              </>
            ) : null}
          </span>
        </span>
        {offline ? <p className="text-meta text-warn">{offline}</p> : null}
      </form>
    </Card>
  )
}
