import { useTranslation } from 'react-i18next'
import { NavLink } from 'react-router'
import { Count } from '@/components/ui/badge'
import { useUser } from '@/contexts/auth-context'
import { navItemsFor, type Badges } from './nav-items'
import { ProfileMenu } from './profile-menu'

/** No celular: até quatro páginas e «Mais»; some dentro de uma conversa aberta. */
export function BottomBar({ badges }: { badges: Badges }) {
  const { t } = useTranslation()
  const items = navItemsFor(useUser().role)
  return (
    <nav id="nav" aria-label={t('nav.label')} className="flex shrink-0 border-t bg-surface pb-safe">
      {items
        .filter(({ isOnBar }) => isOnBar)
        .map(({ to, icon: Icon, text }) => (
          <NavLink
            key={to}
            to={to}
            className="relative flex h-14 flex-1 flex-col items-center justify-center gap-0.5 text-meta text-text-2 outline-offset-[-2px] aria-[current=page]:font-medium aria-[current=page]:text-accent-text"
          >
            <Icon aria-hidden className="size-5" strokeWidth={1.75} />
            {t(text)}
            <Count
              value={badges[to]?.count ?? 0}
              label={badges[to]?.label ?? ''}
              className="absolute top-1 left-1/2 ml-2 h-4 min-w-4 px-1 text-[0.625rem]"
            />
          </NavLink>
        ))}
      <ProfileMenu
        isExpanded={false}
        variant="bar"
        moreItems={items.filter(({ isOnBar }) => !isOnBar)}
      />
    </nav>
  )
}
