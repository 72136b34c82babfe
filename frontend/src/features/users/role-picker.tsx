import { CircleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Role } from '@/api/session'

interface RolePickerProps {
  value: Role
  onChange: (role: Role) => void
  roles: Role[]
  /** Por que não muda: o botão diz. */
  lockedReason: string | null
  error: string | undefined
}

/** O papel com o que ele pode, em palavras. */
export function RolePicker({ value, onChange, roles, lockedReason, error }: RolePickerProps) {
  const { t } = useTranslation()
  return (
    <fieldset className="flex flex-col gap-1.5" disabled={lockedReason !== null}>
      <legend className="mb-1 text-sub font-medium">{t('users.role')}</legend>
      {roles.map((role) => (
        <label
          key={role}
          className="flex cursor-pointer items-start gap-2.5 rounded-control border px-3 py-2 has-checked:border-accent has-checked:bg-selected has-disabled:cursor-not-allowed has-disabled:opacity-70"
        >
          <input
            type="radio"
            name="role"
            checked={value === role}
            onChange={() => {
              onChange(role)
            }}
            className="mt-0.5 size-4 shrink-0 accent-accent"
          />
          <span className="min-w-0">
            <span className="block font-medium">{t(`roles.${role}`)}</span>
            <span className="block text-meta text-text-2">{t(`users.meaning.${role}`)}</span>
          </span>
        </label>
      ))}
      {lockedReason ? <p className="text-meta text-text-3">{lockedReason}</p> : null}
      {error ? (
        <p className="flex items-start gap-1 text-meta text-bad">
          <CircleAlert aria-hidden className="size-4 shrink-0" strokeWidth={1.75} />
          {error}
        </p>
      ) : null}
    </fieldset>
  )
}
