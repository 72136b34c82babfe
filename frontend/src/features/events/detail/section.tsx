import type { ReactNode } from 'react'

export function Section({
  title,
  actions,
  children,
}: {
  title: string
  actions?: ReactNode
  children: ReactNode
}) {
  return (
    <section className="min-w-0">
      <div className="mb-1.5 flex min-h-7 items-center justify-between gap-2">
        <h3 className="text-sub font-semibold text-text-2">{title}</h3>
        {actions ? <span className="flex items-center gap-1">{actions}</span> : null}
      </div>
      {children}
    </section>
  )
}
