import { cva, type VariantProps } from 'class-variance-authority'
import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { cn } from '@/lib/cn'

export type Tone = 'ok' | 'warn' | 'bad' | 'wait' | 'idle'

const badgeStyles = cva(
  'forced-border inline-flex max-w-full items-center gap-1 rounded-chip px-1.5 py-0.5 text-meta font-medium',
  {
    variants: {
      tone: {
        ok: 'bg-ok-soft text-ok',
        warn: 'bg-warn-soft text-warn',
        bad: 'bg-bad-soft text-bad',
        wait: 'bg-wait-soft text-wait',
        idle: 'bg-idle-soft text-idle',
      },
    },
    defaultVariants: { tone: 'idle' },
  },
)

interface BadgeProps extends VariantProps<typeof badgeStyles> {
  icon?: LucideIcon
  children: ReactNode
  className?: string
  title?: string
}

export function Badge({ tone, icon: Icon, children, className, title }: BadgeProps) {
  return (
    <span data-slot="badge" data-tip={title} className={cn(badgeStyles({ tone }), className)}>
      {Icon ? <Icon aria-hidden className="size-4 shrink-0" strokeWidth={1.75} /> : null}
      <span className="truncate">{children}</span>
    </span>
  )
}

/** Quantos; acima de 99 não importa mais quantos. */
export function Count({
  value,
  label,
  className,
}: {
  value: number
  label: string
  className?: string
}) {
  if (value <= 0) return null
  return (
    <span
      className={cn(
        'tabular forced-border inline-grid h-5 min-w-5 place-items-center rounded-full bg-accent px-1.5 text-meta font-semibold text-on-accent',
        className,
      )}
    >
      {/* «99+» não está no que se ouve: aí também se diz. */}
      <span aria-hidden={value <= 99}>{value > 99 ? '99+' : value} </span>
      <span className="sr-only">{label}</span>
    </span>
  )
}
