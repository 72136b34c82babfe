import type { ReactNode } from 'react'
import { cn } from '@/lib/cn'

interface PageHeaderProps {
  title: string
  /** Antes do título: o caminho de volta. */
  back?: ReactNode
  /** Ao lado do título: contagem, estado ao vivo. */
  aside?: ReactNode
  actions?: ReactNode
  className?: string
}

/** 48 px, o único h1 da página e o ato principal à direita. */
export function PageHeader({ title, back, aside, actions, className }: PageHeaderProps) {
  return (
    <header
      className={cn(
        'flex min-h-12 shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-b bg-surface px-4 py-1.5',
        className,
      )}
    >
      {back}
      <h1 className="min-w-0 truncate text-page">{title}</h1>
      <div className="flex min-w-0 flex-1 items-center gap-2 text-sub text-text-3">{aside}</div>
      {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
    </header>
  )
}

/** `document.title`: «(3) Ana Souza · Chats · MultiChat». */
export function PageTitle({ parts, unread = 0 }: { parts: string[]; unread?: number }) {
  const text = [...parts, 'MultiChat'].join(' · ')
  return <title>{unread > 0 ? `(${unread}) ${text}` : text}</title>
}
