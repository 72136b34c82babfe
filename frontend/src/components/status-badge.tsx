/** Estado = ícone + palavra + cor, sempre por aqui, em qualquer tela. */
import {
  CircleCheck,
  CircleDashed,
  CircleHelp,
  CircleSlash,
  CircleX,
  CalendarX,
  History,
  Inbox,
  Loader,
  OctagonPause,
  OctagonX,
  QrCode,
  RotateCw,
  TriangleAlert,
  Unplug,
  type LucideIcon,
} from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '@/hooks/use-format'
import { useNow } from '@/hooks/use-now'
import { Badge, type Tone } from './ui/badge'

export interface InstanceState {
  status: string
  status_reason: string | null
  last_status: string | null
  status_since: string | null
}

export type InstanceFace =
  | 'connected'
  | 'noSignal'
  | 'gatewayUnreachable'
  | 'halfPaired'
  | 'awaitingQr'
  | 'connecting'
  | 'paused'
  | 'disconnected'
  | 'planExpired'
  | 'neverConnected'

const INSTANCE: Record<InstanceFace, { icon: LucideIcon; tone: Tone }> = {
  connected: { icon: CircleCheck, tone: 'ok' },
  noSignal: { icon: TriangleAlert, tone: 'warn' },
  gatewayUnreachable: { icon: CircleHelp, tone: 'warn' },
  halfPaired: { icon: Unplug, tone: 'warn' },
  awaitingQr: { icon: QrCode, tone: 'wait' },
  connecting: { icon: Loader, tone: 'wait' },
  paused: { icon: OctagonPause, tone: 'warn' },
  disconnected: { icon: CircleX, tone: 'bad' },
  planExpired: { icon: CalendarX, tone: 'bad' },
  neverConnected: { icon: CircleDashed, tone: 'idle' },
}

const BY_REASON: Record<string, InstanceFace> = {
  no_signal: 'noSignal',
  gateway_unreachable: 'gatewayUnreachable',
  half_paired: 'halfPaired',
  awaiting_qr: 'awaitingQr',
  paused: 'paused',
  plan_expired: 'planExpired',
  never_connected: 'neverConnected',
}

/** O motivo diz mais que o estado: «degraded» tem quatro caras. */
export function faceOf({
  status,
  status_reason,
}: Pick<InstanceState, 'status' | 'status_reason'>): InstanceFace {
  const byReason = status_reason ? BY_REASON[status_reason] : undefined
  if (byReason) return byReason
  if (status === 'connected' || status === 'connecting') return status
  return status === 'degraded' ? 'noSignal' : 'disconnected'
}

const WORST_FIRST: InstanceFace[] = [
  'disconnected',
  'planExpired',
  'halfPaired',
  'paused',
  'noSignal',
  'gatewayUnreachable',
  'awaitingQr',
  'connecting',
  'neverConnected',
  'connected',
]

/** A pior primeiro; entre iguais, por nome. */
export function compareWorst(
  a: Pick<InstanceState, 'status' | 'status_reason'> & { name: string },
  b: Pick<InstanceState, 'status' | 'status_reason'> & { name: string },
): number {
  const order = WORST_FIRST.indexOf(faceOf(a)) - WORST_FIRST.indexOf(faceOf(b))
  return order || a.name.localeCompare(b.name)
}

export function useInstanceWord(): (state: InstanceState) => string {
  const { t } = useTranslation()
  const format = useFormat()
  const now = useNow()
  return (state) => {
    const face = faceOf(state)
    const { status_since: since } = state
    if (face === 'noSignal') {
      return since
        ? t('status.instance.noSignalFor', { span: format.span(now - new Date(since).getTime()) })
        : t('status.instance.noSignal')
    }
    if (face === 'gatewayUnreachable' && since && state.last_status) {
      const last = faceOf({ status: state.last_status, status_reason: null })
      return t('status.instance.gatewayUnreachableSince', {
        last: t(`status.instance.${last}`),
        time: format.time(since),
      })
    }
    return t(`status.instance.${face}`)
  }
}

export function InstanceBadge({ state, className }: { state: InstanceState; className?: string }) {
  const word = useInstanceWord()
  const { icon, tone } = INSTANCE[faceOf(state)]
  const text = word(state)
  return (
    <Badge tone={tone} icon={icon} className={className}>
      {text}
    </Badge>
  )
}

export interface EventState {
  state: string
  reason?: string | null
  attempts?: number
  max_attempts?: number
  next_retry_at?: string | null
  claimed_at?: string | null
  replayed_at?: string | null
}

export function EventBadge({ event, className }: { event: EventState; className?: string }) {
  const { t } = useTranslation()
  const format = useFormat()
  const face = eventFace(event)
  const words = {
    received: t('status.event.received'),
    processing: t('status.event.processing'),
    processed: t('status.event.processed'),
    replayed: t('status.event.replayed'),
    retrying: t('status.event.retrying', {
      attempt: event.attempts ?? 0,
      max: event.max_attempts ?? 8,
      time: event.next_retry_at ? format.preciseTime(event.next_retry_at).slice(0, 8) : '',
    }),
    failed: t('status.event.failed'),
    ignored: event.reason
      ? t('status.event.ignoredBecause', { reason: event.reason })
      : t('status.event.ignored'),
  }
  const { icon, tone } = EVENT[face]
  return (
    <Badge tone={tone} icon={icon} className={className}>
      {words[face]}
    </Badge>
  )
}

const EVENT = {
  received: { icon: Inbox, tone: 'idle' },
  processing: { icon: Loader, tone: 'wait' },
  processed: { icon: CircleCheck, tone: 'ok' },
  replayed: { icon: History, tone: 'ok' },
  retrying: { icon: RotateCw, tone: 'wait' },
  failed: { icon: OctagonX, tone: 'bad' },
  ignored: { icon: CircleSlash, tone: 'idle' },
} as const satisfies Record<string, { icon: LucideIcon; tone: Tone }>

function eventFace(event: EventState): keyof typeof EVENT {
  switch (event.state) {
    case 'processed':
      return event.replayed_at ? 'replayed' : 'processed'
    case 'failed':
    case 'ignored':
      return event.state
    default:
      if (event.next_retry_at && (event.attempts ?? 0) > 0) return 'retrying'
      return event.claimed_at ? 'processing' : 'received'
  }
}
