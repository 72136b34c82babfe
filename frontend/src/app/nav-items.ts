import { MessagesSquare, type LucideIcon } from 'lucide-react'
import type { Role } from '@/api/session'
import { paths } from '@/lib/paths'

export interface NavItem {
  to: string
  icon: LucideIcon
  text: 'nav.chats'
  /** Sequência de teclado, como em UX seção 4. */
  keys: string
  roles?: Role[]
  place: 'top' | 'bottom'
}

/** Uma linha por página do trilho; a ordem aqui é a ordem na tela. */
const NAV_ITEMS: NavItem[] = [
  { to: paths.chats, icon: MessagesSquare, text: 'nav.chats', keys: 'G C', place: 'top' },
]

export function navItemsFor(role: Role): NavItem[] {
  return NAV_ITEMS.filter((item) => !item.roles || item.roles.includes(role))
}
