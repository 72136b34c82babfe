import { CloudOff, RefreshCw, WifiOff } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Notice } from '@/components/ui/notice'
import { useLiveStatus } from '@/live/use-live-status'

/** Só aparece depois de 3 s; sondagem não é defeito e fica discreta. */
export function LiveBanner() {
  const { t } = useTranslation()
  const { mode, isOnline, isTroubled } = useLiveStatus()
  if (isTroubled) {
    return (
      <Notice
        tone="warn"
        role="status"
        icon={isOnline ? RefreshCw : WifiOff}
        className="shrink-0 rounded-none"
      >
        {isOnline ? t('live.reconnecting') : t('live.offline')}
      </Notice>
    )
  }
  if (mode === 'polling') {
    return (
      <Notice tone="idle" role="status" icon={CloudOff} className="shrink-0 rounded-none py-1">
        {t('live.polling')}
      </Notice>
    )
  }
  return null
}
