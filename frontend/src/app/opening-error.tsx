import { useTranslation } from 'react-i18next'
import { Button } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'

/** O servidor não respondeu ao abrir: nada foi perdido, tenta-se de novo. */
export function OpeningError({ isNetwork, onRetry }: { isNetwork: boolean; onRetry: () => void }) {
  const { t } = useTranslation()
  return (
    <main className="grid h-full place-items-center">
      <Empty
        isPage
        kind="error"
        title={isNetwork ? t('errors.networkTitle') : t('errors.serverTitle')}
        actions={
          <Button variant="primary" onClick={onRetry}>
            {t('common.retry')}
          </Button>
        }
      >
        {t('errors.nothingLost')}
      </Empty>
    </main>
  )
}
