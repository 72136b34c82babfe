import type { ComponentProps } from 'react'
import { cn } from '@/lib/cn'

interface CheckboxProps extends Omit<ComponentProps<'input'>, 'type'> {
  label: string
}

export function Checkbox({ label, className, ...props }: CheckboxProps) {
  return (
    <label
      className={cn(
        'flex min-h-6 items-center gap-2 text-base text-text touch:min-h-11',
        className,
      )}
    >
      <input type="checkbox" className="size-4 shrink-0 accent-accent" {...props} />
      {label}
    </label>
  )
}
