import { useTranslation } from 'react-i18next'
import { useFormat } from '@/hooks/use-format'
import type { Stats } from './stats-api'
import { formatMs } from './tile-row'

/** O painel em três frases, para ouvir quando se pede. */
export function useSummary(stats: Stats | undefined): string {
  const { t } = useTranslation()
  const format = useFormat()
  if (!stats) return ''
  const all = Object.values(stats.instances).reduce((sum, n) => sum + n, 0)
  return t('dashboard.summary', {
    connected: format.number(stats.instances['connected'] ?? 0),
    all: format.number(all),
    events: format.number(stats.totals.events),
    failures: format.number(stats.totals.failures),
    sends: format.number(stats.totals.send_failures),
    p95: stats.latency_ms.p95 === null ? '–' : formatMs(stats.latency_ms.p95, format.language),
    waiting: format.number(stats.chats_waiting),
  })
}
