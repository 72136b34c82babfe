import { useTranslation } from 'react-i18next'
import { NavLink } from 'react-router'
import { Count } from '@/components/ui/badge'
import { useUser } from '@/contexts/auth-context'
import { paths } from '@/lib/paths'
import { navItemsFor } from './nav-items'
import { ProfileMenu } from './profile-menu'

const SHOWN = 4

/** No celular: as quatro primeiras páginas e «Mais»; some dentro de uma conversa aberta. */
export function BottomBar({ unread }: { unread: number }) {
  const { t } = useTranslation()
  const items = navItemsFor(useUser().role)
  return (
    <nav id="nav" aria-label={t('nav.label')} className="flex shrink-0 border-t bg-surface pb-safe">
      {items.slice(0, SHOWN).map(({ to, icon: Icon, text }) => (
        <NavLink
          key={to}
          to={to}
          className="relative flex h-14 flex-1 flex-col items-center justify-center gap-0.5 text-meta text-text-2 outline-offset-[-2px] aria-[current=page]:font-medium aria-[current=page]:text-accent-text"
        >
          <Icon aria-hidden className="size-5" strokeWidth={1.75} />
          {t(text)}
          {to === paths.chats ? (
            <Count
              value={unread}
              label={t('nav.unread', { count: unread })}
              className="absolute top-1 left-1/2 ml-2 h-4 min-w-4 px-1 text-[0.625rem]"
            />
          ) : null}
        </NavLink>
      ))}
      <ProfileMenu isExpanded={false} variant="bar" moreItems={items.slice(SHOWN)} />
    </nav>
  )
}
