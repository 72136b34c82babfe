import type { LucideIcon } from 'lucide-react'
import type { ComponentProps } from 'react'
import { cn } from '@/lib/cn'

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  icon: LucideIcon
  /** Nome acessível e dica; o botão não tem outro texto. */
  label: string
  /** Atalho mostrado na dica. */
  keys?: string
  size?: 'base' | 'small'
  tone?: 'plain' | 'accent'
}

export function IconButton({
  icon: Icon,
  label,
  keys,
  size = 'base',
  tone = 'plain',
  className,
  ...props
}: IconButtonProps) {
  return (
    <button
      type="button"
      data-slot="icon-button"
      aria-label={label}
      data-tip={label}
      data-tip-keys={keys}
      className={cn(
        'inline-grid shrink-0 place-items-center rounded-control transition-colors disabled:cursor-not-allowed disabled:opacity-50',
        size === 'base' ? 'size-control' : 'size-7 touch:size-11',
        tone === 'accent'
          ? 'bg-accent text-on-accent not-disabled:hover:bg-accent-hover'
          : 'text-text-2 not-disabled:hover:bg-sunken not-disabled:hover:text-text aria-expanded:bg-sunken aria-pressed:bg-selected aria-pressed:text-accent-text',
        className,
      )}
      {...props}
    >
      <Icon aria-hidden className={size === 'base' ? 'size-5' : 'size-4'} strokeWidth={1.75} />
    </button>
  )
}
