import {
  BookUser,
  Building2,
  Gauge,
  MessagesSquare,
  ScrollText,
  Settings,
  Siren,
  Smartphone,
  Users,
  type LucideIcon,
} from 'lucide-react'
import type { ParseKeys } from 'i18next'
import type { Role } from '@/api/session'
import { paths } from '@/lib/paths'

export interface NavItem {
  to: string
  icon: LucideIcon
  text: Extract<ParseKeys, `nav.${string}`>
  /** Sequência de teclado. */
  keys: string
  roles?: Role[]
  place: 'top' | 'bottom'
  /** No celular tem lugar na barra; o resto fica em «Mais». */
  isOnBar?: boolean
}

/** Quantos esperam em cada página, e isso em palavras. */
export type Badges = Partial<Record<string, { count: number; label: string }>>

/** Uma linha por página do trilho; a ordem aqui é a ordem na tela. */
const NAV_ITEMS: NavItem[] = [
  {
    to: paths.chats,
    icon: MessagesSquare,
    text: 'nav.chats',
    keys: 'G C',
    place: 'top',
    isOnBar: true,
  },
  {
    to: paths.dashboard,
    icon: Gauge,
    text: 'nav.dashboard',
    keys: 'G D',
    roles: ['admin', 'manager'],
    place: 'top',
    isOnBar: true,
  },
  {
    to: paths.instances,
    icon: Smartphone,
    text: 'nav.instances',
    keys: 'G I',
    place: 'top',
    isOnBar: true,
  },
  { to: paths.contacts, icon: BookUser, text: 'nav.contacts', keys: 'G P', place: 'top' },
  {
    to: paths.events,
    icon: ScrollText,
    text: 'nav.events',
    keys: 'G E',
    roles: ['admin', 'manager'],
    place: 'top',
  },
  { to: paths.alerts, icon: Siren, text: 'nav.alerts', keys: 'G A', place: 'top', isOnBar: true },
  {
    to: paths.users,
    icon: Users,
    text: 'nav.users',
    keys: 'G U',
    roles: ['admin', 'manager'],
    place: 'bottom',
  },
  {
    to: paths.clientes,
    icon: Building2,
    text: 'nav.clientes',
    keys: 'G L',
    roles: ['admin', 'manager'],
    place: 'bottom',
  },
  { to: paths.settings, icon: Settings, text: 'nav.settings', keys: 'G S', place: 'bottom' },
]

export function navItemsFor(role: Role): NavItem[] {
  return NAV_ITEMS.filter((item) => !item.roles || item.roles.includes(role))
}
