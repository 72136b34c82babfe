/**
 * Menu com a API nativa de popover: camada superior sem z-index, e 36 KB a menos que uma biblioteca.
 * Setas, Home/End, inicial da palavra, Esc e Tab como manda o padrão WAI-ARIA; no celular vem de baixo.
 */
import type { LucideIcon } from 'lucide-react'
import {
  createContext,
  use,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactNode,
} from 'react'
import { cn } from '@/lib/cn'
import { Kbd } from './kbd'

const CloseContext = createContext<() => void>(() => undefined)
const MARGIN = 8

function place(surface: HTMLElement, anchor: DOMRect): void {
  if (window.innerWidth < 768) return
  const { offsetWidth: width, offsetHeight: height } = surface
  const isBelow = anchor.bottom + 4 + height <= window.innerHeight - MARGIN
  const top = isBelow ? anchor.bottom + 4 : Math.max(MARGIN, anchor.top - 4 - height)
  const left =
    anchor.left + width <= window.innerWidth - MARGIN ? anchor.left : anchor.right - width
  surface.style.top = `${Math.max(MARGIN, Math.min(top, window.innerHeight - MARGIN - height))}px`
  surface.style.left = `${Math.max(MARGIN, left)}px`
}

interface MenuSurfaceProps {
  label: string
  anchor: () => DOMRect
  onClose: () => void
  children: ReactNode
}

export function MenuSurface({ label, anchor, onClose, children }: MenuSurfaceProps) {
  const ref = useRef<HTMLDivElement>(null)
  const typed = useRef({ text: '', at: 0 })

  useLayoutEffect(() => {
    const surface = ref.current
    if (!surface) return
    const opener = document.activeElement as HTMLElement | null
    surface.showPopover()
    place(surface, anchor())
    items(surface)[0]?.focus()
    return () => {
      // Só devolve o foco se ele ainda estava aqui: um item pode ter aberto outra coisa.
      const isStillHere = !document.activeElement || document.activeElement === document.body
      // Sem rolar: quem abriu pode ter saído da vista, e a tela saltaria sob o ponteiro.
      if (isStillHere || surface.contains(document.activeElement)) {
        opener?.focus({ preventScroll: true })
      }
    }
    // A âncora é lida uma vez, ao abrir: menu que anda atrapalha o clique.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [])

  useEffect(() => {
    const onPointerDown = (event: PointerEvent) => {
      if (!ref.current?.contains(event.target as Node)) onClose()
    }
    document.addEventListener('pointerdown', onPointerDown, true)
    window.addEventListener('resize', onClose)
    return () => {
      document.removeEventListener('pointerdown', onPointerDown, true)
      window.removeEventListener('resize', onClose)
    }
  }, [onClose])

  function onKeyDown(event: KeyboardEvent<HTMLDivElement>) {
    const list = items(event.currentTarget)
    const at = list.indexOf(document.activeElement as HTMLElement)
    const moves: Record<string, number> = {
      ArrowDown: (at + 1) % list.length,
      ArrowRight: (at + 1) % list.length,
      ArrowLeft: (at - 1 + list.length) % list.length,
      ArrowUp: (at - 1 + list.length) % list.length,
      Home: 0,
      End: list.length - 1,
    }
    const target = moves[event.key]
    if (event.key === 'Escape' || event.key === 'Tab') {
      event.preventDefault()
      event.stopPropagation()
      onClose()
    } else if (target !== undefined) {
      event.preventDefault()
      list[target]?.focus()
    } else if (event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey) {
      event.stopPropagation()
      const now = Date.now()
      const text =
        (now - typed.current.at < 700 ? typed.current.text : '') + event.key.toLowerCase()
      typed.current = { text, at: now }
      list.find((item) => item.textContent.trim().toLowerCase().startsWith(text))?.focus()
    }
  }

  return (
    <CloseContext value={onClose}>
      <div
        ref={ref}
        role="menu"
        tabIndex={-1}
        popover="manual"
        aria-label={label}
        onKeyDown={onKeyDown}
        className="fixed m-0 max-h-[80dvh] min-w-52 enter-overlay overflow-y-auto rounded-control border bg-surface py-1 text-text shadow-overlay phone:inset-x-0 phone:top-auto phone:bottom-0 phone:w-full phone:rounded-bubble phone:rounded-b-none phone:pb-safe"
      >
        {children}
      </div>
    </CloseContext>
  )
}

function items(surface: HTMLElement): HTMLElement[] {
  return [...surface.querySelectorAll<HTMLElement>('[role^="menuitem"]')]
}

interface MenuProps {
  label: string
  trigger: (props: {
    'aria-haspopup': 'menu'
    'aria-expanded': boolean
    onClick: () => void
    ref: (element: HTMLElement | null) => void
  }) => ReactNode
  children: ReactNode
}

export function Menu({ label, trigger, children }: MenuProps) {
  const [isOpen, setOpen] = useState(false)
  const [anchor, setAnchor] = useState<HTMLElement | null>(null)
  return (
    <>
      {trigger({
        'aria-haspopup': 'menu',
        'aria-expanded': isOpen,
        onClick: () => {
          setOpen((open) => !open)
        },
        ref: setAnchor,
      })}
      {isOpen ? (
        <MenuSurface
          label={label}
          anchor={() => anchor?.getBoundingClientRect() ?? new DOMRect()}
          onClose={() => {
            setOpen(false)
          }}
        >
          {children}
        </MenuSurface>
      ) : null}
    </>
  )
}

interface MenuItemProps {
  children: ReactNode
  onSelect: () => void
  icon?: LucideIcon
  keys?: string
  tone?: 'plain' | 'bad'
  /** Por que não dá agora: o item fica visível e diz. */
  disabledReason?: string | null
  checked?: boolean
}

export function MenuItem({
  children,
  onSelect,
  icon: Icon,
  keys,
  tone = 'plain',
  disabledReason,
  checked,
}: MenuItemProps) {
  const close = use(CloseContext)
  const isDisabled = Boolean(disabledReason)
  return (
    <button
      type="button"
      role={checked === undefined ? 'menuitem' : 'menuitemradio'}
      aria-checked={checked}
      tabIndex={-1}
      aria-disabled={isDisabled || undefined}
      className={cn(
        'flex min-h-8 w-full items-center gap-2.5 px-3 py-1 text-left text-base outline-offset-[-2px] hover:bg-sunken focus:bg-sunken aria-disabled:text-text-3 touch:min-h-11',
        tone === 'bad' && !isDisabled && 'text-bad',
        checked && 'bg-selected font-medium',
      )}
      onClick={() => {
        if (isDisabled) return
        close()
        onSelect()
      }}
    >
      {Icon ? <Icon aria-hidden className="size-4 shrink-0" strokeWidth={1.75} /> : null}
      <span className="flex min-w-0 flex-1 flex-col">
        <span>{children}</span>
        {disabledReason ? <span className="text-meta text-text-3">{disabledReason}</span> : null}
      </span>
      {keys ? <Kbd keys={keys} /> : null}
    </button>
  )
}

/** Escolhas lado a lado, no alto do menu; as setas passam por elas como pelas outras. */
export function MenuRow({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div role="group" aria-label={label} className="flex gap-1 px-2 pb-1">
      {children}
    </div>
  )
}

interface MenuEmojiProps {
  emoji: string
  label: string
  isChosen: boolean
  onSelect: () => void
}

export function MenuEmoji({ emoji, label, isChosen, onSelect }: MenuEmojiProps) {
  const close = use(CloseContext)
  return (
    <button
      type="button"
      role="menuitemradio"
      aria-checked={isChosen}
      aria-label={label}
      tabIndex={-1}
      className="grid size-9 place-items-center rounded-full text-[1.25rem] outline-offset-[-2px] hover:bg-sunken focus:bg-sunken aria-checked:bg-selected touch:size-11"
      onClick={() => {
        close()
        onSelect()
      }}
    >
      {emoji}
    </button>
  )
}

export function MenuSeparator() {
  return <hr className="my-1" />
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return <p className="px-3 pt-2 pb-1 text-meta font-medium text-text-3">{children}</p>
}
