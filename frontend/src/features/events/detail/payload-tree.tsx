import { ChevronDown, ChevronRight, Link2 } from 'lucide-react'
import { useMemo, useRef, useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { CopyButton } from '@/components/ui/copy-button'
import { IconButton } from '@/components/ui/icon-button'
import { useCopy } from '@/hooks/use-copy'
import { cn } from '@/lib/cn'
import { flatten, type TreeRow } from '../payload'

interface PayloadTreeProps {
  value: unknown
  search: string
  isWrapped: boolean
}

const MAX_ROWS = 1_500

const TONES: Record<TreeRow['type'], string> = {
  string: 'text-text',
  number: 'text-accent-text',
  boolean: 'text-wait',
  null: 'text-text-3',
  object: 'text-text-3',
  array: 'text-text-3',
}

/** Árvore em que o Tab só para na linha atual e nos botões dela: setas andam, → abre, ← fecha ou sobe, Enter copia o caminho. */
export function PayloadTree({ value, search, isWrapped }: PayloadTreeProps) {
  const { t } = useTranslation()
  const copy = useCopy()
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set())
  const [current, setCurrent] = useState('$')
  const ref = useRef<HTMLDivElement>(null)
  const all = useMemo(() => flatten(value, { closed, search }), [value, closed, search])
  const rows = all.slice(0, MAX_ROWS)
  const at = Math.max(
    0,
    rows.findIndex(({ path }) => path === current),
  )

  function setOpen(path: string, isOpen: boolean) {
    const next = new Set(closed)
    if (isOpen) next.delete(path)
    else next.add(path)
    setClosed(next)
  }

  function focus(index: number) {
    const row = rows[index]
    if (!row) return
    setCurrent(row.path)
    ref.current?.querySelectorAll<HTMLElement>('[role=treeitem]')[index]?.focus()
  }

  function copyPath(row: TreeRow) {
    void copy(row.path, t('events.pathCopied', { path: row.path }))
  }

  function onKeyDown(event: KeyboardEvent) {
    const row = rows[at]
    if (!row || event.target !== event.currentTarget.querySelectorAll('[role=treeitem]')[at]) return
    const parent = rows.findLastIndex(({ depth }, index) => index < at && depth < row.depth)
    const acts: Record<string, () => void> = {
      ArrowDown: () => {
        focus(at + 1)
      },
      ArrowUp: () => {
        focus(at - 1)
      },
      Home: () => {
        focus(0)
      },
      End: () => {
        focus(rows.length - 1)
      },
      ArrowRight: () => {
        if (row.size > 0 && !row.isOpen) setOpen(row.path, true)
        else if (row.isOpen) focus(at + 1)
      },
      ArrowLeft: () => {
        if (row.isOpen) setOpen(row.path, false)
        else if (parent >= 0) focus(parent)
      },
      Enter: () => {
        copyPath(row)
      },
    }
    const act = acts[event.key]
    if (act) {
      event.preventDefault()
      event.stopPropagation()
      act()
    }
  }

  if (rows.length === 0) return <p className="text-sub text-text-3">{t('events.nothingFound')}</p>
  return (
    <div
      ref={ref}
      role="tree"
      tabIndex={-1}
      aria-label={t('events.payload')}
      className="max-h-[70dvh] overflow-auto rounded-control border bg-sunken py-1 font-mono text-meta"
      onKeyDown={onKeyDown}
    >
      {rows.map((row, index) => {
        const tabIndex = index === at ? 0 : -1
        const Arrow = row.isOpen ? ChevronDown : ChevronRight
        return (
          <div
            key={row.path}
            role="treeitem"
            aria-level={row.depth + 1}
            aria-expanded={row.size > 0 ? row.isOpen : undefined}
            aria-selected={index === at}
            tabIndex={tabIndex}
            className="group flex min-h-6 items-start gap-1 px-2 outline-offset-[-2px] hover:bg-selected focus:bg-selected"
            style={{ paddingLeft: `${0.5 + row.depth}rem` }}
            onFocus={() => {
              setCurrent(row.path)
            }}
            onClick={() => {
              if (row.size > 0 && search === '') setOpen(row.path, !row.isOpen)
            }}
            onKeyDown={undefined}
          >
            <span className="grid size-4 shrink-0 translate-y-1 place-items-center text-text-3">
              {row.size > 0 ? <Arrow aria-hidden className="size-3.5" /> : null}
            </span>
            <span className="shrink-0 py-1 text-text-2">{row.name}:</span>
            <span
              className={cn(
                'min-w-0 flex-1 py-1',
                TONES[row.type],
                isWrapped ? 'break-words whitespace-pre-wrap' : 'truncate whitespace-pre',
              )}
            >
              {row.type === 'string' ? `"${row.text}"` : row.text}
            </span>
            <span
              className={cn(
                'flex shrink-0 opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 group-focus:opacity-100 touch:opacity-100',
              )}
            >
              <CopyButton
                text={row.size > 0 ? JSON.stringify(row.value, null, 2) : row.text}
                label={t('events.copyValue')}
                tabIndex={tabIndex}
                className="size-6"
              />
              <IconButton
                size="small"
                icon={Link2}
                label={t('events.copyPath')}
                keys="Enter"
                tabIndex={tabIndex}
                className="size-6"
                onClick={(event) => {
                  event.stopPropagation()
                  copyPath(row)
                }}
              />
            </span>
          </div>
        )
      })}
      {all.length > MAX_ROWS ? (
        <p className="px-3 py-2 font-sans text-text-3">
          {t('events.moreRows', { count: all.length - MAX_ROWS })}
        </p>
      ) : null}
    </div>
  )
}
