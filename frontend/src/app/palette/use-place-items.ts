import {
  Archive,
  Contrast,
  Keyboard,
  KeyRound,
  Siren,
  CircleUser,
  type LucideIcon,
} from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useUser } from '@/contexts/auth-context'
import { paths } from '@/lib/paths'
import { sectionsFor, type SettingsSection } from '@/lib/settings-sections'
import { navItemsFor } from '../nav-items'
import type { Item } from './items'

const SETTINGS: Record<SettingsSection, LucideIcon> = {
  profile: CircleUser,
  password: KeyRound,
  appearance: Contrast,
  keyboard: Keyboard,
  backup: Archive,
}

/** Aonde se pode ir: as páginas do papel e as seções das configurações. */
export function usePlaceItems(): Item[] {
  const { t } = useTranslation()
  const { role } = useUser()
  const pages = navItemsFor(role).map(({ to, icon, text, keys }): Item => ({
    id: `page:${to}`,
    section: 'pages',
    icon,
    title: t(text),
    keys,
    href: to,
  }))
  const rules: Item = {
    id: `page:${paths.alertRules}`,
    section: 'pages',
    icon: Siren,
    title: t('alerts.rules'),
    hint: t('nav.alerts'),
    href: paths.alertRules,
  }
  const settings = sectionsFor(role).map((name): Item => ({
    id: `settings:${name}`,
    section: 'settings',
    icon: SETTINGS[name],
    title: t(`settings.${name}`),
    hint: t('nav.settings'),
    href: paths.settingsSection(name),
  }))
  return [...pages, ...(role === 'operator' ? [] : [rules]), ...settings]
}
