import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { PageTitle } from '@/components/page-header'
import { buttonStyles } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { paths } from '@/lib/paths'

export function NoPermissionPage() {
  const { t } = useTranslation()
  return (
    <div className="grid h-full place-items-center">
      <PageTitle parts={[t('errors.noPermissionTitle')]} />
      <Empty
        isPage
        kind="no-permission"
        title={t('errors.noPermission')}
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
