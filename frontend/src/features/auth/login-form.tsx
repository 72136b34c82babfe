import { Eye, EyeOff } from 'lucide-react'
import { useRef, useState, type KeyboardEvent, type SyntheticEvent } from 'react'
import { asApiError } from '@/api/errors'
import { login } from '@/api/session'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/checkbox'
import { Field } from '@/components/ui/field'
import { IconButton } from '@/components/ui/icon-button'
import { Input } from '@/components/ui/input'
import { Notice } from '@/components/ui/notice'
import { formatClock } from '@/lib/format'
import { useLoginText } from './login-text'
import { useCountdown } from './use-countdown'
import { useOnline } from './use-online'

interface LoginFormProps {
  /** Sessão vencida: o e-mail já se sabe e não muda. */
  knownEmail?: string
  onDone: () => void
}

type Failure = 'wrong' | 'network' | 'server' | null

export function LoginForm({ knownEmail, onDone }: LoginFormProps) {
  const t = useLoginText()
  const [isBusy, setBusy] = useState(false)
  const [isShown, setShown] = useState(false)
  const [hasCapsLock, setCapsLock] = useState(false)
  const [failure, setFailure] = useState<Failure>(null)
  const [waitSeconds, startWait] = useCountdown()
  const isOnline = useOnline()
  const passwordRef = useRef<HTMLInputElement>(null)
  const isThrottled = waitSeconds > 0

  async function submit(event: SyntheticEvent<HTMLFormElement>) {
    event.preventDefault()
    if (isBusy || isThrottled) return
    const fields = new FormData(event.currentTarget)
    setBusy(true)
    setFailure(null)
    try {
      await login(
        knownEmail ?? String(fields.get('email')).trim(),
        String(fields.get('password')),
        fields.get('remember') === 'on',
      )
      onDone()
    } catch (error) {
      const { status, retryAfter } = asApiError(error)
      if (status === 429) startWait(retryAfter ?? 60)
      else setFailure(status === 0 ? 'network' : status >= 500 ? 'server' : 'wrong')
      passwordRef.current?.focus()
      passwordRef.current?.select()
    } finally {
      setBusy(false)
    }
  }

  function watchCapsLock(event: KeyboardEvent) {
    setCapsLock(event.getModifierState('CapsLock'))
  }

  const message =
    failure === 'wrong'
      ? t('auth.wrong')
      : failure === 'network'
        ? t('auth.network')
        : failure === 'server'
          ? t('auth.server')
          : null

  return (
    <form className="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
      {isThrottled ? (
        <Notice tone="warn">
          {/* O aviso é anunciado uma vez; os segundos só mudam na tela. */}
          <span role="alert">{t('auth.throttled')}</span>{' '}
          <span className="tabular">
            {t('auth.throttledFor', { clock: formatClock(waitSeconds) })}
          </span>
        </Notice>
      ) : null}
      {message && !isThrottled ? (
        <Notice tone="bad" role="alert">
          <span id="login-error">{message}</span>
        </Notice>
      ) : null}
      <Field label={t('auth.email')}>
        {(control) => (
          <Input
            {...control}
            name="email"
            type="email"
            inputMode="email"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            required
            readOnly={knownEmail !== undefined}
            defaultValue={knownEmail}
            aria-invalid={failure === 'wrong' || undefined}
            // O único campo que interessa nesta tela.
            // eslint-disable-next-line jsx-a11y/no-autofocus
            autoFocus={knownEmail === undefined}
          />
        )}
      </Field>
      <Field label={t('auth.password')} hint={hasCapsLock ? t('auth.capsLock') : undefined}>
        {(control) => (
          <span className="relative flex">
            <Input
              {...control}
              ref={passwordRef}
              name="password"
              type={isShown ? 'text' : 'password'}
              autoComplete="current-password"
              required
              className="pr-11"
              aria-invalid={failure === 'wrong' || undefined}
              aria-describedby={failure ? 'login-error' : control['aria-describedby']}
              onKeyDown={watchCapsLock}
              onKeyUp={watchCapsLock}
              onBlur={() => {
                setCapsLock(false)
              }}
              data-autofocus={knownEmail === undefined ? undefined : ''}
            />
            <IconButton
              size="small"
              icon={isShown ? EyeOff : Eye}
              label={isShown ? t('auth.hidePassword') : t('auth.showPassword')}
              className="absolute top-1/2 right-1 -translate-y-1/2"
              onClick={() => {
                setShown((shown) => !shown)
              }}
            />
          </span>
        )}
      </Field>
      <Checkbox name="remember" label={t('auth.remember')} defaultChecked />
      {isOnline ? null : (
        <p role="status" className="text-sub text-warn">
          {t('auth.offline')}
        </p>
      )}
      <Button
        type="submit"
        variant="primary"
        isBusy={isBusy}
        busyLabel={t('auth.signingIn')}
        disabled={isBusy || isThrottled}
      >
        {t('auth.signIn')}
      </Button>
    </form>
  )
}
