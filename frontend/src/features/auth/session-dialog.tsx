import { useTranslation } from 'react-i18next'
import { logout, type SessionUser } from '@/api/session'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import type { LoginText } from '@/i18n/login-texts'
import { LoginForm } from './login-form'
import { LoginTextContext } from './login-text'

/** Entrar muda a sessão, e é ela que fecha o diálogo. */
function stay() {
  // Nada a fazer aqui.
}

/** Sessão vencida no meio do trabalho: pede a senha por cima e a página fica como estava. */
export function SessionDialog({ user }: { user: SessionUser }) {
  const { t } = useTranslation()
  return (
    <Dialog isOpen isBlocking onClose={stay} title={t('auth.expiredTitle')} size="small">
      <div className="flex flex-col gap-4">
        <p className="text-base text-text-2">{t('auth.expired')}</p>
        <LoginTextContext value={t as unknown as LoginText}>
          <LoginForm knownEmail={user.email} onDone={stay} />
        </LoginTextContext>
        <Button
          variant="link"
          size="inline"
          onClick={() => {
            void logout().catch(() => undefined)
          }}
        >
          {t('auth.anotherUser')}
        </Button>
      </div>
    </Dialog>
  )
}
