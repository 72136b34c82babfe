import type { MouseEvent } from 'react'
import { Link } from 'react-router'
import { Kbd } from '@/components/ui/kbd'
import { cn } from '@/lib/cn'
import type { Item } from './items'

interface PaletteOptionProps {
  id: string
  item: Item
  isActive: boolean
  onPoint: () => void
  onRun: (inNewTab: boolean) => void
}

/** Uma linha: elo quando leva a algum lugar (abre em outra aba como todo elo), botão quando faz algo. */
export function PaletteOption({ id, item, isActive, onPoint, onRun }: PaletteOptionProps) {
  const { icon: Icon, title, hint, keys, tone, disabledReason, href, state } = item
  const isNewTab = (event: MouseEvent) => event.ctrlKey || event.metaKey
  const common = {
    id,
    role: 'option',
    tabIndex: -1,
    'aria-selected': isActive,
    'aria-disabled': disabledReason ? true : undefined,
    // O foco fica no campo: as setas e o que se escreve continuam a valer.
    onMouseDown: (event: MouseEvent) => {
      event.preventDefault()
    },
    onPointerMove: isActive ? undefined : onPoint,
    onClick: (event: MouseEvent) => {
      event.preventDefault()
      onRun(isNewTab(event))
    },
    className: cn(
      'flex min-h-control w-full items-center gap-3 rounded-control px-2 py-1 text-left touch:min-h-11',
      isActive && 'bg-selected shadow-[inset_3px_0_0_var(--accent)]',
      tone === 'bad' && 'text-bad',
      disabledReason && 'text-text-3',
    ),
  } as const
  const inside = (
    <>
      <Icon
        aria-hidden
        className={cn('size-4 shrink-0', tone === 'bad' ? '' : 'text-text-3')}
        strokeWidth={1.75}
      />
      <span className="flex min-w-0 flex-1 flex-wrap items-baseline gap-x-2">
        <span className="max-w-full truncate text-base">{title}</span>
        {(disabledReason ?? hint) ? (
          <span className="max-w-full truncate text-sub text-text-3">{disabledReason ?? hint}</span>
        ) : null}
      </span>
      {keys ? <Kbd keys={keys} /> : null}
    </>
  )
  return href === undefined ? (
    <button type="button" {...common}>
      {inside}
    </button>
  ) : (
    <Link to={href} state={state} {...common}>
      {inside}
    </Link>
  )
}
