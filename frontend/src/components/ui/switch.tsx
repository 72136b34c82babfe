import { useId } from 'react'
import { cn } from '@/lib/cn'

interface SwitchProps {
  label: string
  hint?: string
  checked: boolean
  disabled?: boolean
  onChange: (checked: boolean) => void
  className?: string
}

export function Switch({ label, hint, checked, disabled, onChange, className }: SwitchProps) {
  const id = useId()
  return (
    <div className={cn('flex items-center justify-between gap-4', className)}>
      <span className="flex min-w-0 flex-col">
        <label htmlFor={id} className="text-base text-text">
          {label}
        </label>
        {hint ? (
          <span id={`${id}-hint`} className="text-meta text-text-3">
            {hint}
          </span>
        ) : null}
      </span>
      <input
        id={id}
        type="checkbox"
        role="switch"
        checked={checked}
        disabled={disabled}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={(event) => {
          onChange(event.target.checked)
        }}
        className="touch-area relative h-6 w-10 shrink-0 cursor-pointer appearance-none rounded-full border border-border-strong bg-sunken transition-colors before:absolute before:top-0.5 before:left-0.5 before:size-[1.125rem] before:rounded-full before:bg-text-3 before:transition-transform checked:border-accent checked:bg-accent checked:before:translate-x-4 checked:before:bg-on-accent disabled:cursor-not-allowed disabled:opacity-60"
      />
    </div>
  )
}
