import { ChevronsLeft, ChevronsRight, Search, type LucideIcon } from 'lucide-react'
import type { ButtonHTMLAttributes } from 'react'
import { useTranslation } from 'react-i18next'
import { NavLink } from 'react-router'
import { Logo } from '@/components/logo'
import { Count } from '@/components/ui/badge'
import { useUser } from '@/contexts/auth-context'
import { cn } from '@/lib/cn'
import { ClienteSwitcher } from './cliente-switcher'
import { navItemsFor, type Badges, type NavItem } from './nav-items'
import { openPalette } from './overlays'
import { ProfileMenu } from './profile-menu'

interface RailProps {
  isExpanded: boolean
  onToggle: () => void
  badges: Badges
}

export function Rail({ isExpanded, onToggle, badges }: RailProps) {
  const { t } = useTranslation()
  const items = navItemsFor(useUser().role)
  return (
    <nav
      id="nav"
      data-region
      tabIndex={-1}
      aria-label={t('nav.label')}
      className={cn(
        'flex shrink-0 flex-col gap-1 overflow-hidden border-r bg-surface px-2 py-2 transition-[width] duration-[180ms]',
        isExpanded ? 'w-52' : 'w-14 touch:w-[3.875rem]',
      )}
    >
      <div className="mb-2 flex h-10 items-center gap-2.5 px-1 touch:h-11">
        <Logo className="size-8 shrink-0" />
        {isExpanded ? <span className="text-pane font-semibold">MultiChat</span> : null}
      </div>
      <ClienteSwitcher isExpanded={isExpanded} />
      <RailButton
        icon={Search}
        label={t('nav.palette')}
        keys="Ctrl+K"
        isExpanded={isExpanded}
        onClick={openPalette}
      />
      {items
        .filter(({ place }) => place === 'top')
        .map((item) => (
          <RailLink key={item.to} item={item} isExpanded={isExpanded} badge={badges[item.to]} />
        ))}
      <span className="flex-1" />
      {items
        .filter(({ place }) => place === 'bottom')
        .map((item) => (
          <RailLink key={item.to} item={item} isExpanded={isExpanded} badge={undefined} />
        ))}
      <RailButton
        icon={isExpanded ? ChevronsLeft : ChevronsRight}
        label={isExpanded ? t('nav.collapse') : t('nav.expand')}
        keys="["
        isExpanded={isExpanded}
        onClick={onToggle}
        aria-expanded={isExpanded}
      />
      <ProfileMenu isExpanded={isExpanded} />
    </nav>
  )
}

interface RailButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  icon: LucideIcon
  label: string
  keys: string
  isExpanded: boolean
}

function RailButton({ icon: Icon, label, keys, isExpanded, ...rest }: RailButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      data-tip={isExpanded ? undefined : label}
      data-tip-keys={keys}
      className="flex h-10 shrink-0 items-center gap-2.5 rounded-control px-2.5 text-text-3 outline-offset-[-2px] hover:bg-sunken hover:text-text touch:h-11"
      {...rest}
    >
      <Icon aria-hidden className="size-5 shrink-0" strokeWidth={1.75} />
      {isExpanded ? <span className="truncate text-base">{label}</span> : null}
    </button>
  )
}

function RailLink({
  item,
  isExpanded,
  badge,
}: {
  item: NavItem
  isExpanded: boolean
  badge: Badges[string] | undefined
}) {
  const { t } = useTranslation()
  const { icon: Icon } = item
  return (
    <NavLink
      to={item.to}
      data-tip={isExpanded ? undefined : t(item.text)}
      data-tip-keys={item.keys}
      className="group relative flex h-10 shrink-0 items-center gap-2.5 rounded-control px-2.5 text-text-2 outline-offset-[-2px] transition-colors hover:bg-sunken hover:text-text aria-[current=page]:bg-selected aria-[current=page]:font-medium aria-[current=page]:text-accent-text touch:h-11"
    >
      <Icon aria-hidden className="size-5 shrink-0" strokeWidth={1.75} />
      <span className={cn('min-w-0 flex-1 truncate text-base', !isExpanded && 'sr-only')}>
        {t(item.text)}
      </span>
      <Count
        value={badge?.count ?? 0}
        label={badge?.label ?? ''}
        className={isExpanded ? '' : 'absolute -top-1 -right-1 h-4 min-w-4 px-1 text-[0.625rem]'}
      />
    </NavLink>
  )
}
