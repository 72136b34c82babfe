import { CircleCheck, Inbox, Lock, SearchX, TriangleAlert, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { cn } from '@/lib/cn'

/** Quatro vazios que nunca se misturam, e o erro, que não é vazio. */
type EmptyKind = 'nothing' | 'no-match' | 'done' | 'no-permission' | 'error'

const ICONS: Record<EmptyKind, LucideIcon> = {
  nothing: Inbox,
  'no-match': SearchX,
  done: CircleCheck,
  'no-permission': Lock,
  error: TriangleAlert,
}

interface EmptyProps {
  kind: EmptyKind
  title: string
  /** Ocupa a página inteira: o título é o h1 dela. */
  isPage?: boolean
  children?: ReactNode
  /** Botões ou chips: o próximo passo. */
  actions?: ReactNode
  className?: string
}

export function Empty({ kind, title, isPage = false, children, actions, className }: EmptyProps) {
  const Icon = ICONS[kind]
  const Title = isPage ? 'h1' : 'p'
  return (
    <div
      data-slot="empty"
      data-kind={kind}
      className={cn('flex flex-col items-center justify-center gap-3 p-8 text-center', className)}
    >
      <Icon
        aria-hidden
        className={cn(
          'size-8',
          kind === 'error' ? 'text-warn' : kind === 'done' ? 'text-ok' : 'text-text-3',
        )}
        strokeWidth={1.5}
      />
      <div className="flex max-w-md flex-col gap-1">
        <Title className="text-pane font-medium text-text">{title}</Title>
        {children ? <div className="text-base text-text-2">{children}</div> : null}
      </div>
      {actions ? (
        <div className="flex flex-wrap items-center justify-center gap-2">{actions}</div>
      ) : null}
    </div>
  )
}
