import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { RelativeTime } from '@/components/relative-time'
import { InstanceBadge } from '@/components/status-badge'
import { Card } from '@/components/ui/card'
import { useFormat } from '@/hooks/use-format'
import { Facts, TimeOr } from './facts'
import { healthQuery } from './gateway-api'
import type { Instance } from './model'

/** De onde se sabe que vive: o que chegou, o que respondeu, o que ecoou. */
export function HealthCard({ instance }: { instance: Instance }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { data: health } = useQuery(healthQuery(instance.id))
  const never = t('instances.never')
  return (
    <Card title={t('instances.signs')}>
      <Facts
        rows={[
          [t('instances.col.status'), <InstanceBadge key="badge" state={instance} />],
          [
            t('instances.since'),
            instance.status_since ? (
              <span key="since">
                {format.dateTime(instance.status_since)} (
                <RelativeTime iso={instance.status_since} />)
              </span>
            ) : null,
          ],
          [
            t('instances.lastWebhook'),
            <TimeOr
              key="webhook"
              iso={instance.last_event_at}
              fallback={t('instances.neverHeard')}
            />,
          ],
          [
            t('instances.lastAnswer'),
            <TimeOr key="answer" iso={instance.last_answer_at} fallback={never} />,
          ],
          [
            t('instances.lastEcho'),
            <TimeOr key="echo" iso={instance.last_echo_at} fallback={never} />,
          ],
          [
            t('instances.lastPoll'),
            <TimeOr key="poll" iso={instance.last_poll_at} fallback={never} />,
          ],
          [
            t('instances.deviceSeen'),
            health?.device_seen_at ? <RelativeTime key="seen" iso={health.device_seen_at} /> : null,
          ],
          [t('instances.deviceError'), health?.device_error ?? null],
          [
            t('instances.usualGap'),
            health?.usual_gap_seconds
              ? t('instances.usualGapValue', { span: format.span(health.usual_gap_seconds * 1000) })
              : null,
          ],
          [
            t('instances.stuck'),
            health?.oldest_stuck_seconds ? format.span(health.oldest_stuck_seconds * 1000) : null,
          ],
          [
            t('instances.col.traffic'),
            `${format.number(instance.sent_24h)} / ${format.number(instance.received_24h)}`,
          ],
          [t('instances.col.queue'), format.number(instance.outbox_pending)],
          [t('instances.unread'), format.number(instance.unread_count)],
        ]}
      />
    </Card>
  )
}
