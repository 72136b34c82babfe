import { useTranslation } from 'react-i18next'
import { PageHeader, PageTitle } from '@/components/page-header'

export function ChatsPage() {
  const { t } = useTranslation()
  return (
    <>
      <PageTitle parts={[t('nav.chats')]} />
      <PageHeader title={t('nav.chats')} />
    </>
  )
}
