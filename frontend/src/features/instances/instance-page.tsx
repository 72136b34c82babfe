import { useQuery } from '@tanstack/react-query'
import { QrCode, Send } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate, useParams } from 'react-router'
import { BackLink } from '@/components/back-link'
import { LoadError } from '@/components/load-error'
import { PageHeader, PageTitle } from '@/components/page-header'
import { InstanceBadge } from '@/components/status-badge'
import { Button, buttonStyles } from '@/components/ui/button'
import { Skeleton } from '@/components/ui/skeleton'
import { Empty } from '@/components/ui/empty'
import { TabLinks } from '@/components/ui/tabs'
import { usePhone } from '@/hooks/use-media-query'
import { useShortcuts } from '@/hooks/use-shortcuts'
import { paths } from '@/lib/paths'
import { useOfflineReason } from '@/forms/use-offline-reason'
import { ConnectDialog, ConnectScreen } from './connect/connect-frame'
import { healthOf } from './filters'
import { InstanceActDialog } from './instance-act-dialog'
import { InstanceMenu } from './instance-menu'
import { instanceQuery } from './instances-api'
import type { Instance } from './model'
import { OverviewTab } from './overview-tab'
import { SettingsTab } from './settings-tab'
import { useCanWrite } from './use-can-write'

/** Traz a biblioteca de telefones: só quando se abre. */
const TestMessageDialog = lazy(() =>
  import('./test-message-dialog').then((module) => ({ default: module.TestMessageDialog })),
)

const TimelineTab = lazy(() =>
  import('./timeline-tab').then((module) => ({ default: module.TimelineTab })),
)
const DowntimesTab = lazy(() =>
  import('./downtimes-tab').then((module) => ({ default: module.DowntimesTab })),
)
const QueueTab = lazy(() => import('./queue-tab').then((module) => ({ default: module.QueueTab })))
const LimitsTab = lazy(() =>
  import('./limits-tab').then((module) => ({ default: module.LimitsTab })),
)
const WebhooksTab = lazy(() =>
  import('./webhooks-tab').then((module) => ({ default: module.WebhooksTab })),
)

export function InstancePage() {
  const { t } = useTranslation()
  const params = useParams()
  const isPhone = usePhone()
  const canWrite = useCanWrite()
  const navigate = useNavigate()
  const id = Number(params['instanceId'])
  const query = useQuery({ ...instanceQuery(id), enabled: id > 0 })
  const { data: instance } = query
  const tab = params['tab'] ?? 'overview'

  if (id > 0 && query.isPending) return <PageSkeleton />
  if (!instance) {
    return (
      <>
        <PageTitle parts={[t('instances.title')]} />
        <LoadError
          error={id > 0 ? query.error : { status: 404 }}
          onRetry={() => void query.refetch()}
          className="h-full"
        />
      </>
    )
  }
  const isConnecting = tab === 'connect' && canWrite
  if (isConnecting && isPhone) return <ConnectScreen instance={instance} />
  return (
    <>
      <Detail instance={instance} tab={tab} isPhone={isPhone} />
      {isConnecting ? (
        <ConnectDialog
          instance={instance}
          onClose={() => void navigate(paths.instance(instance.id))}
        />
      ) : null}
    </>
  )
}

interface DetailProps {
  instance: Instance
  tab: string
  isPhone: boolean
}

function Detail({ instance, tab, isPhone }: DetailProps) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const canWrite = useCanWrite()
  const offline = useOfflineReason()
  const [dialog, setDialog] = useState<'test' | 'restart' | null>(null)
  const base = paths.instance(instance.id)
  const health = healthOf(instance)
  // Envios pausados, sem sinal ou plano vencido não se curam com um QR.
  const needsConnect =
    (health === 'disconnected' || health === 'connecting' || health === 'neverConnected') &&
    instance.status_reason !== 'plan_expired'

  useShortcuts(
    [
      { keys: 'q', run: () => void navigate(paths.instanceConnect(instance.id)) },
      {
        keys: 'R',
        run: () => {
          setDialog('restart')
        },
      },
    ],
    canWrite,
  )

  const tabs = [
    { to: base, label: t('instances.tab.overview'), end: true },
    { to: `${base}/timeline`, label: t('instances.tab.timeline') },
    { to: `${base}/downtimes`, label: t('instances.tab.downtimes') },
    ...(canWrite ? [{ to: `${base}/queue`, label: t('instances.tab.queue') }] : []),
    { to: `${base}/limits`, label: t('instances.tab.limits') },
    { to: `${base}/webhooks`, label: t('instances.tab.webhooks') },
    ...(canWrite ? [{ to: `${base}/settings`, label: t('instances.tab.settings') }] : []),
  ]

  return (
    <>
      <PageTitle parts={[instance.name, t('instances.title')]} />
      <PageHeader
        title={instance.name}
        className="border-b-0"
        back={<BackLink to={paths.instances} label={t('instances.back')} />}
        aside={<InstanceBadge state={instance} />}
        actions={
          canWrite ? (
            <>
              <Button
                variant={needsConnect ? 'secondary' : 'primary'}
                disabled={offline !== null}
                data-tip={offline ?? undefined}
                onClick={() => {
                  setDialog('test')
                }}
              >
                <Send aria-hidden className="size-4" strokeWidth={1.75} />
                {t('instances.sendTest')}
              </Button>
              {needsConnect ? (
                <Link
                  to={paths.instanceConnect(instance.id)}
                  className={buttonStyles({ variant: 'primary' })}
                >
                  <QrCode aria-hidden className="size-4" strokeWidth={1.75} />
                  {t('instances.connect')}
                </Link>
              ) : null}
              <InstanceMenu instance={instance} />
            </>
          ) : null
        }
      />
      <TabLinks tabs={tabs} label={t('instances.sections')} className="shrink-0 bg-surface px-2" />
      <div className="flex-1 overflow-y-auto p-4" data-region tabIndex={-1}>
        <div className="mx-auto max-w-5xl">
          <Suspense fallback={<TabSkeleton />}>
            {tab === 'timeline' ? (
              <TimelineTab id={instance.id} />
            ) : tab === 'downtimes' ? (
              <DowntimesTab id={instance.id} />
            ) : (tab === 'queue' || tab === 'settings') && !canWrite ? (
              <Empty kind="no-permission" title={t('errors.noPermission')}>
                {t('errors.noPermissionText')}
              </Empty>
            ) : tab === 'queue' ? (
              <QueueTab id={instance.id} />
            ) : tab === 'limits' ? (
              <LimitsTab instance={instance} />
            ) : tab === 'webhooks' ? (
              <WebhooksTab id={instance.id} />
            ) : tab === 'settings' ? (
              <SettingsTab key={instance.id} instance={instance} />
            ) : (
              <OverviewTab instance={instance} isPhone={isPhone} />
            )}
          </Suspense>
        </div>
      </div>
      {dialog === 'test' ? (
        <Suspense>
          <TestMessageDialog
            instance={instance}
            onClose={() => {
              setDialog(null)
            }}
          />
        </Suspense>
      ) : dialog === 'restart' ? (
        <InstanceActDialog
          instance={instance}
          act="restart"
          onClose={() => {
            setDialog(null)
          }}
        />
      ) : null}
    </>
  )
}

function TabSkeleton() {
  return (
    <div className="flex flex-col gap-3">
      <Skeleton className="h-24 rounded-control" />
      <Skeleton className="h-64 rounded-control" />
    </div>
  )
}

function PageSkeleton() {
  return (
    <>
      <div className="flex h-12 items-center gap-3 bg-surface px-4">
        <Skeleton className="h-7 w-56" />
        <Skeleton className="ml-auto h-9 w-32" />
      </div>
      <div className="h-control border-b bg-surface" />
      <div className="mx-auto w-full max-w-5xl p-4">
        <TabSkeleton />
      </div>
    </>
  )
}
