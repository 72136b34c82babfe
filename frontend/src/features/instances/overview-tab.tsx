import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { faceOf } from '@/components/status-badge'
import { Avatar } from '@/components/ui/avatar'
import { Button, buttonStyles } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { CopyButton } from '@/components/ui/copy-button'
import { Notice } from '@/components/ui/notice'
import { useFormat } from '@/hooks/use-format'
import { formatPhone, withoutStop } from '@/lib/format'
import { paths } from '@/lib/paths'
import { BreakerNotice } from './breaker-notice'
import { DriftNotice } from './drift-notice'
import { Copyable, Facts, maskSecret } from './facts'
import { healthOf, needsRestart } from './filters'
import { HealthCard } from './health-card'
import { InstanceActDialog } from './instance-act-dialog'
import type { Instance } from './model'
import { CheckGatewayCard } from './check-gateway-card'
import { PlanCard } from './plan-card'
import { useCanWrite } from './use-can-write'

export function OverviewTab({ instance }: { instance: Instance; isPhone: boolean }) {
  const { t } = useTranslation()
  const format = useFormat()
  const canWrite = useCanWrite()
  return (
    <div className="flex flex-col gap-3">
      {faceOf(instance) === 'paused' ? null : <NextStep instance={instance} canWrite={canWrite} />}
      <BreakerNotice id={instance.id} />
      <DriftNotice instance={instance} />
      {instance.door_open && canWrite ? (
        <Notice tone="warn">{t('instances.doorOpen')}</Notice>
      ) : null}
      <div className="grid gap-3 tablet:grid-cols-2">
        <Card title={t('instances.number')}>
          <div className="flex items-center gap-3 px-4 pt-2">
            <Avatar
              name={instance.profile_name ?? instance.name}
              src={instance.picture_url}
              className="size-12"
            />
            <span className="min-w-0">
              <span className="tabular flex items-center gap-1 text-pane font-semibold whitespace-nowrap">
                {instance.phone ? formatPhone(instance.phone) : t('instances.noPhone')}
                {instance.phone ? (
                  <CopyButton text={instance.phone} label={t('instances.copyPhone')} />
                ) : null}
              </span>
              <span className="block truncate text-sub text-text-2">
                {[instance.profile_name, instance.is_business ? t('instances.business') : null]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
            </span>
          </div>
          <Facts
            rows={[
              [t('instances.platform'), instance.platform],
              ['LID', instance.lid],
              [t('instances.cliente'), instance.cliente_name],
            ]}
          />
        </Card>
        <HealthCard instance={instance} />
        <PlanCard instance={instance} />
        <Card title={t('instances.gateway')}>
          <Facts
            rows={[
              [
                t('instances.instanceId'),
                <Copyable key="id" text={instance.instance_id} label={t('instances.copyId')} />,
              ],
              [
                t('instances.token'),
                canWrite ? (instance.token_hint ?? t('instances.noToken')) : null,
              ],
              [
                t('instances.webhookUrl'),
                instance.webhook_url ? (
                  <Copyable
                    key="url"
                    text={instance.webhook_url}
                    shown={maskSecret(instance.webhook_url)}
                    label={t('instances.copyUrl')}
                  />
                ) : null,
              ],
              [t('instances.createdAt'), format.dateTime(instance.created_at)],
            ]}
          />
        </Card>
        {/* Por último: aberto, cresce, e não estica o vizinho. */}
        <div className="tablet:col-span-2">
          <CheckGatewayCard id={instance.id} />
        </div>
      </div>
    </div>
  )
}

/** O que fazer agora, em palavras, para cada estado que não é «conectada». */
function NextStep({ instance, canWrite }: { instance: Instance; canWrite: boolean }) {
  const { t } = useTranslation()
  const face = faceOf(instance)
  const [isRestarting, setRestarting] = useState(false)
  if (face === 'connected') return null
  const health = healthOf(instance)
  const tone = health === 'disconnected' ? 'bad' : health === 'attention' ? 'warn' : 'wait'
  const isIdle = face === 'neverConnected'
  return (
    <Notice
      tone={isIdle ? 'idle' : tone}
      actions={
        canWrite && needsRestart(instance) ? (
          <Button
            size="small"
            onClick={() => {
              setRestarting(true)
            }}
          >
            {t('instances.restart')}
          </Button>
        ) : canWrite && health !== 'attention' && face !== 'planExpired' ? (
          <Link to={paths.instanceConnect(instance.id)} className={buttonStyles({ size: 'small' })}>
            {health === 'connecting' ? t('instances.seeCode') : t('instances.connect')}
          </Link>
        ) : null
      }
    >
      {t(`instances.next.${face}`)}
      {instance.status_message ? (
        <span className="block text-meta">
          {t('instances.gatewaySaid', { message: withoutStop(instance.status_message) })}
        </span>
      ) : null}
      {canWrite ? null : <span className="block">{t('instances.askManager')}</span>}
      {isRestarting ? (
        <InstanceActDialog
          instance={instance}
          act="restart"
          onClose={() => {
            setRestarting(false)
          }}
        />
      ) : null}
    </Notice>
  )
}
