import { cva, type VariantProps } from 'class-variance-authority'
import type { ComponentProps, ReactNode } from 'react'
import { cn } from '@/lib/cn'

export const buttonStyles = cva(
  'inline-flex shrink-0 items-center justify-center gap-2 rounded-control border font-medium whitespace-nowrap transition-colors select-none disabled:cursor-not-allowed disabled:opacity-60 aria-disabled:cursor-not-allowed aria-disabled:opacity-60',
  {
    variants: {
      variant: {
        primary:
          'forced-border border-transparent bg-accent text-on-accent not-disabled:hover:bg-accent-hover',
        secondary:
          'border-border-strong bg-surface text-text not-disabled:hover:bg-sunken active:bg-selected',
        ghost:
          'border-transparent bg-transparent text-text-2 not-disabled:hover:bg-sunken not-disabled:hover:text-text',
        danger:
          'forced-border border-transparent bg-bad-solid text-white not-disabled:hover:brightness-110',
        link: 'border-transparent bg-transparent text-accent-text underline-offset-2 not-disabled:hover:underline',
      },
      size: {
        base: 'h-control px-3 text-base',
        small: 'h-8 px-2.5 text-sub touch:h-11',
        inline: 'h-6 px-1 text-sub touch:min-h-11',
      },
    },
    defaultVariants: { variant: 'secondary', size: 'base' },
  },
)

export interface ButtonProps
  extends Omit<ComponentProps<'button'>, 'children'>, VariantProps<typeof buttonStyles> {
  children: ReactNode
  /** O que se diz enquanto o ato corre («Salvando…»); a largura não muda. */
  busyLabel?: string
  isBusy?: boolean
}

export function Button({
  variant,
  size,
  className,
  isBusy = false,
  busyLabel,
  children,
  disabled,
  ...props
}: ButtonProps) {
  return (
    <button
      type="button"
      data-slot="button"
      className={cn(buttonStyles({ variant, size }), className)}
      disabled={disabled ?? isBusy}
      aria-busy={isBusy || undefined}
      {...props}
    >
      {busyLabel ? (
        <span className="grid place-items-center">
          <span
            className={cn(
              'col-start-1 row-start-1 inline-flex items-center gap-2',
              isBusy && 'invisible',
            )}
          >
            {children}
          </span>
          <span
            className={cn('col-start-1 row-start-1', !isBusy && 'invisible')}
            aria-hidden={!isBusy}
          >
            {busyLabel}
          </span>
        </span>
      ) : (
        children
      )}
    </button>
  )
}
