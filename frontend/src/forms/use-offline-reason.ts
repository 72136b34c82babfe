import { useTranslation } from 'react-i18next'
import { useLiveStatus } from '@/live/use-live-status'

/** Por que um ato não dá agora; null quando dá. */
export function useOfflineReason(): string | null {
  const { t } = useTranslation()
  const { isOnline } = useLiveStatus()
  return isOnline ? null : t('instances.offlineAct')
}
