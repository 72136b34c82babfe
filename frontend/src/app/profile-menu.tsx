import {
  Bell,
  Ellipsis,
  Keyboard,
  Languages,
  LogOut,
  Monitor,
  Moon,
  Rows3,
  Rows4,
  Search,
  Sun,
} from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { logout } from '@/api/session'
import { showErrorToast } from '@/lib/toast'
import { Avatar } from '@/components/ui/avatar'
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '@/components/ui/menu'
import { useUser } from '@/contexts/auth-context'
import { useTheme } from '@/contexts/theme-context'
import { changeLanguage, currentLanguage } from '@/i18n'
import { ClienteItems } from './cliente-switcher'
import { openPalette, overlayStore } from './overlays'
import type { NavItem } from './nav-items'

interface ProfileMenuProps {
  isExpanded: boolean
  variant?: 'rail' | 'bar'
  /** No celular, as páginas que não couberam na barra. */
  moreItems?: NavItem[]
}

export function ProfileMenu({ isExpanded, variant = 'rail', moreItems = [] }: ProfileMenuProps) {
  const { t } = useTranslation()
  const user = useUser()
  const navigate = useNavigate()
  const { theme, setTheme, density, setDensity } = useTheme()
  const language = currentLanguage()

  function leave() {
    // Quem leva ao login é o shell, ao ver que a sessão acabou.
    logout().catch(() => {
      showErrorToast(t('auth.logoutFailed'))
    })
  }

  return (
    <Menu
      label={t('nav.profileMenu')}
      trigger={(trigger) =>
        variant === 'bar' ? (
          <button
            type="button"
            className="flex h-14 flex-1 flex-col items-center justify-center gap-0.5 text-meta text-text-2 outline-offset-[-2px]"
            {...trigger}
          >
            <Ellipsis aria-hidden className="size-5" strokeWidth={1.75} />
            {t('nav.more')}
          </button>
        ) : (
          <button
            type="button"
            aria-label={`${t('nav.profileMenuOf', { name: user.name })}, ${t(`roles.${user.role}`)}`}
            data-tip={isExpanded ? undefined : user.name}
            className="flex h-12 items-center gap-2.5 rounded-control px-1 text-left outline-offset-[-2px] hover:bg-sunken"
            {...trigger}
          >
            <Avatar name={user.name} className="size-8" />
            {isExpanded ? (
              <span className="flex min-w-0 flex-col">
                <span className="truncate text-base text-text">{user.name}</span>
                <span className="truncate text-meta text-text-3">{t(`roles.${user.role}`)}</span>
              </span>
            ) : null}
          </button>
        )
      }
    >
      <p className="px-3 py-1.5">
        <span className="block text-base font-medium">{user.name}</span>
        <span className="block text-meta text-text-3">
          {[t(`roles.${user.role}`), user.cliente_name].filter(Boolean).join(' · ')}
        </span>
      </p>
      <MenuSeparator />
      {variant === 'bar' ? (
        <MenuItem icon={Search} onSelect={openPalette}>
          {t('nav.palette')}
        </MenuItem>
      ) : null}
      {moreItems.map(({ to, icon, text }) => (
        <MenuItem key={to} icon={icon} onSelect={() => void navigate(to)}>
          {t(text)}
        </MenuItem>
      ))}
      {variant === 'bar' ? <ClienteItems /> : null}
      {moreItems.length > 0 ? <MenuSeparator /> : null}
      <MenuLabel>{t('common.theme')}</MenuLabel>
      <MenuItem
        icon={Monitor}
        checked={theme === 'system'}
        onSelect={() => {
          setTheme('system')
        }}
      >
        {t('common.themeSystem')}
      </MenuItem>
      <MenuItem
        icon={Sun}
        checked={theme === 'light'}
        onSelect={() => {
          setTheme('light')
        }}
      >
        {t('common.themeLight')}
      </MenuItem>
      <MenuItem
        icon={Moon}
        checked={theme === 'dark'}
        onSelect={() => {
          setTheme('dark')
        }}
      >
        {t('common.themeDark')}
      </MenuItem>
      <MenuSeparator />
      <MenuItem
        icon={density === 'compact' ? Rows3 : Rows4}
        onSelect={() => {
          setDensity(density === 'compact' ? 'comfortable' : 'compact')
        }}
      >
        {density === 'compact' ? t('common.densityComfortable') : t('common.densityCompact')}
      </MenuItem>
      <MenuItem
        icon={Languages}
        onSelect={() => void changeLanguage(language === 'en' ? 'pt-BR' : 'en')}
      >
        <span lang={language === 'en' ? 'pt-BR' : 'en'}>
          {language === 'en' ? 'Português' : 'English'}
        </span>
      </MenuItem>
      <MenuItem
        icon={Bell}
        onSelect={() => {
          overlayStore.set('activity')
        }}
      >
        {t('nav.activity')}
      </MenuItem>
      <MenuItem
        icon={Keyboard}
        keys="?"
        onSelect={() => {
          overlayStore.set('keyboard')
        }}
      >
        {t('nav.keyboardMap')}
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={LogOut} onSelect={leave}>
        {t('auth.signOut')}
      </MenuItem>
    </Menu>
  )
}
