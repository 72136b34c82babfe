import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { PageTitle } from '@/components/page-header'
import { buttonStyles } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { paths } from '@/lib/paths'

/** Inexistente e alheio dão a mesma página: não se conta o que há do outro lado. */
export function NotFoundPage() {
  const { t } = useTranslation()
  return (
    <div className="grid h-full place-items-center">
      <PageTitle parts={[t('errors.notFoundTitle')]} />
      <Empty
        isPage
        kind="no-match"
        title={t('errors.notFound')}
        actions={
          <Link to={paths.home} className={buttonStyles({ variant: 'primary' })}>
            {t('errors.goHome')}
          </Link>
        }
      />
    </div>
  )
}
