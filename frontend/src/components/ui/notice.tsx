import { CircleAlert, Info, TriangleAlert, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { cn } from '@/lib/cn'
import type { Tone } from './badge'

interface NoticeProps {
  tone: Extract<Tone, 'bad' | 'warn' | 'idle' | 'ok' | 'wait'>
  children: ReactNode
  icon?: LucideIcon
  actions?: ReactNode
  /** alert interrompe a leitura; status espera a vez. */
  role?: 'alert' | 'status'
  className?: string
}

const STYLES = {
  bad: 'bg-bad-soft text-bad',
  warn: 'bg-warn-soft text-warn',
  idle: 'bg-idle-soft text-idle',
  ok: 'bg-ok-soft text-ok',
  wait: 'bg-wait-soft text-wait',
}

/** Recado junto do que ele diz respeito, com o próximo passo ao lado. */
export function Notice({ tone, children, icon, actions, role, className }: NoticeProps) {
  const Icon = icon ?? (tone === 'bad' ? CircleAlert : tone === 'warn' ? TriangleAlert : Info)
  return (
    <div
      role={role}
      className={cn(
        'forced-border flex flex-wrap items-center gap-x-3 gap-y-1 rounded-control px-3 py-2 text-sub',
        STYLES[tone],
        className,
      )}
    >
      <span className="flex min-w-0 flex-1 basis-48 items-start gap-2">
        <Icon aria-hidden className="size-4 shrink-0 translate-y-px" strokeWidth={1.75} />
        <span className="min-w-0">{children}</span>
      </span>
      {actions ? <span className="flex flex-wrap gap-1">{actions}</span> : null}
    </div>
  )
}
