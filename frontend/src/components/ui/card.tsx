import type { ComponentProps, ReactNode } from 'react'
import { cn } from '@/lib/cn'

interface CardProps extends Omit<ComponentProps<'section'>, 'title'> {
  title?: ReactNode
  actions?: ReactNode
}

/** Superfície com borda; o título é sempre um h2. */
export function Card({ title, actions, className, children, ...props }: CardProps) {
  return (
    <section
      className={cn('flex min-w-0 flex-col rounded-control border bg-surface', className)}
      {...props}
    >
      {title || actions ? (
        <header className="flex min-h-10 flex-wrap items-center gap-x-2 gap-y-1 px-4 pt-2">
          <h2 className="min-w-0 flex-1 text-base font-semibold">{title}</h2>
          {actions}
        </header>
      ) : null}
      {children}
    </section>
  )
}
