import { Check } from 'lucide-react'
import { useRef, useState, type SyntheticEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { FormNotices } from '@/components/form-notices'
import { PasswordField } from '@/components/ui/password-field'
import { useUser } from '@/contexts/auth-context'
import { strengthOf } from '@/lib/password'
import { useFormSave } from '@/forms/use-form-save'
import { changePassword } from './settings-api'

export function PasswordSection() {
  const { t } = useTranslation()
  const user = useUser()
  const formRef = useRef<HTMLFormElement>(null)
  const form = useFormSave(formRef)
  const { offline, isBusy } = form
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const [isSaved, setSaved] = useState(false)

  async function save(event: SyntheticEvent) {
    event.preventDefault()
    const found = new Map<string, string>()
    if (current === '') found.set('current_password', t('settings.required'))
    if (strengthOf(next) < 2) found.set('new_password', t('settings.passwordWeak'))
    if (form.refuse(found)) return
    if (!(await form.save(() => changePassword(current, next)))) return
    setCurrent('')
    setNext('')
    setSaved(true)
  }

  return (
    <Card>
      <form
        ref={formRef}
        noValidate
        className="flex flex-col gap-4 p-4"
        onSubmit={(event) => void save(event)}
        onChange={() => {
          setSaved(false)
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
          error={form.errorOf('current_password')}
          name="current_password"
          autoComplete="current-password"
          value={current}
          onChange={(event) => {
            setCurrent(event.target.value)
          }}
        />
        <PasswordField
          label={t('settings.newPassword')}
          hint={t('settings.newPasswordHint')}
          error={form.errorOf('new_password')}
          name="new_password"
          autoComplete="new-password"
          value={next}
          hasStrength
          onChange={(event) => {
            setNext(event.target.value)
          }}
        />
        <FormNotices failure={form.failure} offline={offline} />
        <span className="flex items-center gap-3">
          <Button
            type="submit"
            variant="primary"
            disabled={isBusy || offline !== null}
            isBusy={isBusy}
            busyLabel={t('settings.saving')}
          >
            {t('settings.changePassword')}
          </Button>
          <span role="status" className="inline-flex items-center gap-1 text-sub text-ok">
            {isSaved ? (
              <>
                <Check aria-hidden className="size-4" strokeWidth={1.75} />
                {t('settings.passwordChanged')}
              </>
            ) : null}
          </span>
        </span>
      </form>
    </Card>
  )
}
