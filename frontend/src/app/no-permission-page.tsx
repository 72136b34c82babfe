import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'react-router'
import { PageTitle } from '@/components/page-header'
import { buttonStyles } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { paths } from '@/lib/paths'

const named = ['alerts', 'clientes', 'events', 'users'] as const

/** Diz quem pode ver a página pedida, e a quem pedir. */
export function NoPermissionPage() {
  const { t } = useTranslation()
  const { pathname } = useLocation()
  const page = named.find((name) => pathname.startsWith(`/${name}`))
  return (
    <div className="grid h-full place-items-center">
      <PageTitle parts={[t('errors.noPermissionTitle')]} />
      <Empty
        isPage
        kind="no-permission"
        title={page ? t(`errors.noPermissionFor.${page}`) : t('errors.noPermission')}
        actions={
          <Link to={paths.chats} className={buttonStyles()}>
            {t('errors.goChats')}
          </Link>
        }
      >
        {t('errors.noPermissionText')}
      </Empty>
    </div>
  )
}
