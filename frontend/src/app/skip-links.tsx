import { useTranslation } from 'react-i18next'

export function SkipLinks({ hasNav }: { hasNav: boolean }) {
  const { t } = useTranslation()
  const style =
    'fixed top-2 left-2 z-50 -translate-y-16 rounded-control bg-accent px-3 py-2 text-base font-medium text-on-accent focus:translate-y-0'
  return (
    <>
      <a href="#main" className={style}>
        {t('nav.skipToContent')}
      </a>
      {hasNav ? (
        <a href="#nav" className={style}>
          {t('nav.skipToNav')}
        </a>
      ) : null}
    </>
  )
}
