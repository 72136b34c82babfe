/** O tique de uma mensagem nossa: ícone sempre, palavra para quem não vê. */
import {
  Check,
  CheckCheck,
  CircleAlert,
  CircleHelp,
  Clock,
  Mic,
  type LucideIcon,
} from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { cn } from '@/lib/cn'

export type MessageStatus =
  'received' | 'pending' | 'sent' | 'delivered' | 'read' | 'played' | 'failed' | 'unknown'

const TICKS: Record<Exclude<MessageStatus, 'received'>, { icon: LucideIcon; className: string }> = {
  pending: { icon: Clock, className: 'text-text-3' },
  sent: { icon: Check, className: 'text-text-3' },
  delivered: { icon: CheckCheck, className: 'text-text-3' },
  read: { icon: CheckCheck, className: 'text-read' },
  played: { icon: Mic, className: 'text-read' },
  failed: { icon: CircleAlert, className: 'text-bad' },
  unknown: { icon: CircleHelp, className: 'text-warn' },
}

export function MessageTick({ status, className }: { status: MessageStatus; className?: string }) {
  const { t } = useTranslation()
  if (status === 'received') return null
  const { icon: Icon, className: tone } = TICKS[status]
  return (
    <span data-tip={t(`status.message.${status}`)} className={cn('inline-flex', tone, className)}>
      <Icon aria-hidden className="size-4" strokeWidth={status === 'read' ? 2.5 : 1.75} />
      <span className="sr-only">{t(`status.message.${status}`)}</span>
    </span>
  )
}
