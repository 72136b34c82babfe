import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { cn } from '@/lib/cn'

interface FilterChipProps {
  children: ReactNode
  isActive: boolean
  onClick: () => void
  count?: number | string | null
  className?: string
}

/** Filtro de liga e desliga. */
export function FilterChip({ children, isActive, onClick, count, className }: FilterChipProps) {
  return (
    <button
      type="button"
      aria-pressed={isActive}
      onClick={onClick}
      className={cn(
        'inline-flex h-7 shrink-0 items-center gap-1.5 rounded-control border px-2.5 text-sub font-medium whitespace-nowrap transition-colors touch:h-11',
        isActive
          ? 'border-accent bg-selected text-accent-text'
          : 'border-border-strong bg-surface text-text-2 hover:bg-sunken hover:text-text',
        className,
      )}
    >
      {children}
      {count === null || count === undefined ? null : (
        <span className="tabular text-meta">{count}</span>
      )}
    </button>
  )
}

interface RemovableChipProps {
  children: ReactNode
  removeLabel: string
  onRemove: () => void
}

/** Filtro em vigor, com o X que o tira. */
export function RemovableChip({ children, removeLabel, onRemove }: RemovableChipProps) {
  return (
    <span className="inline-flex h-7 items-center gap-1 rounded-control border border-accent bg-selected pl-2.5 text-sub font-medium text-accent-text touch:h-11">
      {children}
      <button
        type="button"
        aria-label={removeLabel}
        onClick={onRemove}
        className="grid size-7 place-items-center rounded-control hover:bg-sunken touch:size-11"
      >
        <X aria-hidden className="size-4" strokeWidth={1.75} />
      </button>
    </span>
  )
}
