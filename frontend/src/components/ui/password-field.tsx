import { Eye, EyeOff } from 'lucide-react'
import { useState, type ComponentProps, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { cn } from '@/lib/cn'
import { strengthOf } from '@/lib/password'
import { Field } from './field'
import { IconButton } from './icon-button'
import { Input } from './input'

interface PasswordFieldProps extends Omit<ComponentProps<'input'>, 'type' | 'value'> {
  label: string
  value: string
  hint?: ReactNode
  error?: string | null | undefined
  /** Senha nova: mostra a força. */
  hasStrength?: boolean
}

export function PasswordField({
  label,
  value,
  hint,
  error,
  hasStrength = false,
  ...props
}: PasswordFieldProps) {
  const { t } = useTranslation()
  const [isShown, setShown] = useState(false)
  return (
    <div className="flex flex-col gap-1.5">
      <Field label={label} hint={hint} error={error}>
        {(control) => (
          <span className="relative flex">
            <Input
              {...control}
              {...props}
              value={value}
              type={isShown ? 'text' : 'password'}
              className="pr-11"
            />
            <IconButton
              size="small"
              icon={isShown ? EyeOff : Eye}
              label={isShown ? t('auth.hidePassword') : t('auth.showPassword')}
              className="absolute top-1/2 right-1 -translate-y-1/2"
              onClick={() => {
                setShown(!isShown)
              }}
            />
          </span>
        )}
      </Field>
      {hasStrength && value !== '' ? <Meter password={value} /> : null}
    </div>
  )
}

const TONES = ['', 'bg-bad-solid', 'bg-chart-3', 'bg-chart-2', 'bg-ok'] as const

/** Quatro traços e uma palavra. */
function Meter({ password }: { password: string }) {
  const { t } = useTranslation()
  const strength = strengthOf(password)
  return (
    <div className="flex items-center gap-2">
      <span aria-hidden className="flex flex-1 gap-1">
        {[1, 2, 3, 4].map((step) => (
          <span
            key={step}
            className={cn(
              'forced-border h-1 flex-1 rounded-chip',
              step <= strength ? TONES[strength] : 'bg-sunken',
            )}
          />
        ))}
      </span>
      <span role="status" className="w-20 text-right text-meta text-text-2">
        {t(`settings.strength${strength === 0 ? 1 : strength}`)}
      </span>
    </div>
  )
}
