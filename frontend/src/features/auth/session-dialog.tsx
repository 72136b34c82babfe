import { useTranslation } from 'react-i18next'
import { logout, type SessionUser } from '@/api/session'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import type { LoginText } from '@/i18n/login-texts'
import { loginPath } from '@/lib/paths'
import { LoginForm } from './login-form'
import { LoginTextContext } from './login-text'

/** Sessão vencida no meio do trabalho: pede a senha por cima e a página fica como estava. */
export function SessionDialog({ user, onDone }: { user: SessionUser; onDone: () => void }) {
  const { t } = useTranslation()
  return (
    <Dialog isOpen isBlocking onClose={onDone} title={t('auth.expiredTitle')} size="small">
      <div className="flex flex-col gap-4">
        <p className="text-base text-text-2">{t('auth.expired')}</p>
        <LoginTextContext value={t as unknown as LoginText}>
          <LoginForm knownEmail={user.email} onDone={onDone} />
        </LoginTextContext>
        <Button
          variant="link"
          size="inline"
          onClick={() => {
            void logout()
              .catch(() => undefined)
              .finally(() => {
                window.location.assign(loginPath('/'))
              })
          }}
        >
          {t('auth.anotherUser')}
        </Button>
      </div>
    </Dialog>
  )
}
