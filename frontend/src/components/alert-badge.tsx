import { BellOff, Check, Eye, Siren, type LucideIcon } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '@/hooks/use-format'
import { daysAgo } from '@/lib/format'
import { Badge, type Tone } from './ui/badge'

export interface AlertFace {
  state: 'open' | 'acknowledged' | 'silenced' | 'resolved'
  silenced_until: string | null
}

const FACES: Record<AlertFace['state'], { icon: LucideIcon; tone: Tone }> = {
  open: { icon: Siren, tone: 'bad' },
  acknowledged: { icon: Eye, tone: 'warn' },
  silenced: { icon: BellOff, tone: 'idle' },
  resolved: { icon: Check, tone: 'ok' },
}

/** O estado de um alerta: ícone, palavra e cor, em qualquer tela. */
export function AlertBadge({ alert, className }: { alert: AlertFace; className?: string }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { icon, tone } = FACES[alert.state]
  const { silenced_until: until } = alert
  const word =
    alert.state === 'silenced' && until
      ? t('alerts.state.silencedUntil', {
          when:
            daysAgo(until) === 0
              ? format.time(until)
              : `${format.shortDay(until)} ${format.time(until)}`,
        })
      : t(`alerts.state.${alert.state}`)
  return (
    <Badge tone={tone} icon={icon} className={className}>
      {word}
    </Badge>
  )
}
