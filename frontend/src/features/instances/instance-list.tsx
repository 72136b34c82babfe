import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { RelativeTime } from '@/components/relative-time'
import { InstanceBadge } from '@/components/status-badge'
import { Avatar } from '@/components/ui/avatar'
import { Button, buttonStyles } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { Skeleton } from '@/components/ui/skeleton'
import { Table, TableCell, TableHead, TableHeading, TableRow } from '@/components/ui/table'
import { useFormat } from '@/hooks/use-format'
import { formatPhone } from '@/lib/format'
import { paths } from '@/lib/paths'
import { healthOf, needsRestart } from './filters'
import { InstanceActDialog } from './instance-act-dialog'
import { InstanceMenu } from './instance-menu'
import type { Instance } from './model'
import { PlanNote } from './plan-note'
import { useCanWrite } from './use-can-write'

export function InstanceTable({ instances }: { instances: Instance[] }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <Table className="bg-surface">
      <TableHead>
        <tr>
          <TableHeading className="pl-4">{t('instances.col.status')}</TableHeading>
          <TableHeading>{t('instances.col.name')}</TableHeading>
          <TableHeading>{t('instances.col.phone')}</TableHeading>
          <TableHeading>{t('instances.col.plan')}</TableHeading>
          <TableHeading className="w-36 text-right whitespace-normal!">
            {t('instances.col.traffic')}
          </TableHeading>
          <TableHeading className="text-right">{t('instances.col.queue')}</TableHeading>
          <TableHeading>{t('instances.col.lastEvent')}</TableHeading>
          <TableHeading className="w-px">
            <span className="sr-only">{t('instances.col.actions')}</span>
          </TableHeading>
        </tr>
      </TableHead>
      <tbody>
        {instances.map((instance) => (
          <TableRow
            key={instance.id}
            data-instance={instance.id}
            data-row-scope
            className="relative"
          >
            <TableCell className="pl-4">
              <InstanceBadge state={instance} />
              <Why instance={instance} />
            </TableCell>
            <TableCell>
              <span className="flex items-center gap-3">
                <Avatar name={instance.name} src={instance.picture_url} className="size-8" />
                <span className="flex min-w-0 flex-col">
                  {/* O elo cobre a linha inteira; botões ficam por cima. */}
                  <Link
                    to={paths.instance(instance.id)}
                    data-row
                    className="truncate py-0.5 font-medium text-text after:absolute after:inset-0"
                  >
                    {instance.name}
                  </Link>
                  <span className="flex items-center gap-1 text-meta text-text-3">
                    <span className="max-w-28 min-w-0 truncate font-mono min-[90rem]:max-w-none">
                      {instance.instance_id}
                    </span>
                    <CopyButton
                      text={instance.instance_id}
                      label={t('instances.copyId')}
                      className="relative z-10 -my-1 size-6"
                    />
                    {instance.cliente_name ? (
                      <span className="min-w-0 truncate">· {instance.cliente_name}</span>
                    ) : null}
                  </span>
                </span>
              </span>
            </TableCell>
            <TableCell className="tabular whitespace-nowrap">
              {instance.phone ? (
                <span className="flex items-center gap-1">
                  {formatPhone(instance.phone)}
                  <CopyButton
                    text={instance.phone}
                    label={t('instances.copyPhone')}
                    className="relative z-10 -my-1 size-6"
                  />
                </span>
              ) : (
                <span className="text-text-3">–</span>
              )}
            </TableCell>
            <TableCell>
              <PlanNote instance={instance} />
            </TableCell>
            <TableCell className="tabular text-right whitespace-nowrap">
              {format.number(instance.sent_24h)} / {format.number(instance.received_24h)}
            </TableCell>
            <TableCell className="tabular text-right">
              {instance.outbox_pending > 0 ? format.number(instance.outbox_pending) : '–'}
            </TableCell>
            <TableCell className="whitespace-nowrap text-text-2">
              {instance.last_event_at ? <RelativeTime iso={instance.last_event_at} /> : '–'}
            </TableCell>
            <TableCell>
              <span className="relative z-10 flex items-center justify-end gap-1">
                <PrimaryAct instance={instance} />
                <InstanceMenu instance={instance} />
              </span>
            </TableCell>
          </TableRow>
        ))}
      </tbody>
    </Table>
  )
}

export function InstanceCards({ instances }: { instances: Instance[] }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <ul className="flex flex-col gap-3 p-3">
      {instances.map((instance) => (
        <li
          key={instance.id}
          data-instance={instance.id}
          data-row-scope
          className="relative flex flex-col gap-2 rounded-control border bg-surface p-3"
        >
          <span className="flex items-start justify-between gap-2">
            <InstanceBadge state={instance} />
            <span className="relative z-10 -my-2 -mr-2">
              <InstanceMenu instance={instance} />
            </span>
          </span>
          <Why instance={instance} />
          <span className="flex items-center gap-3">
            <Avatar name={instance.name} src={instance.picture_url} />
            <span className="flex min-w-0 flex-col">
              <Link
                to={paths.instance(instance.id)}
                data-row
                className="truncate text-pane font-medium after:absolute after:inset-0"
              >
                {instance.name}
              </Link>
              <span className="tabular text-sub text-text-2">
                {instance.phone ? formatPhone(instance.phone) : t('instances.noPhone')}
              </span>
            </span>
            {instance.phone ? (
              <CopyButton
                text={instance.phone}
                label={t('instances.copyPhone')}
                className="relative z-10 ml-auto"
              />
            ) : null}
          </span>
          <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-1 text-sub">
            <dt className="text-text-3">ID</dt>
            <dd className="flex min-w-0 items-center gap-1">
              <span className="truncate font-mono text-meta">{instance.instance_id}</span>
              <CopyButton
                text={instance.instance_id}
                label={t('instances.copyId')}
                className="relative z-10 -my-3"
              />
            </dd>
            {instance.cliente_name ? (
              <>
                <dt className="text-text-3">{t('instances.cliente')}</dt>
                <dd>{instance.cliente_name}</dd>
              </>
            ) : null}
            <dt className="text-text-3">{t('instances.col.plan')}</dt>
            <dd>
              <PlanNote instance={instance} />
            </dd>
            <dt className="text-text-3">{t('instances.col.traffic')}</dt>
            <dd className="tabular">
              {format.number(instance.sent_24h)} / {format.number(instance.received_24h)}
            </dd>
            <dt className="text-text-3">{t('instances.col.queue')}</dt>
            <dd className="tabular">{format.number(instance.outbox_pending)}</dd>
            <dt className="text-text-3">{t('instances.col.lastEvent')}</dt>
            <dd>{instance.last_event_at ? <RelativeTime iso={instance.last_event_at} /> : '–'}</dd>
          </dl>
          <span className="relative z-10 flex empty:hidden">
            <PrimaryAct instance={instance} isWide />
          </span>
        </li>
      ))}
    </ul>
  )
}

/** Por que está assim, dito ali mesmo. */
function Why({ instance }: { instance: Instance }) {
  if (!instance.status_message || healthOf(instance) === 'connected') return null
  return (
    <span
      className="mt-0.5 block max-w-40 truncate text-meta text-text-2 min-[90rem]:max-w-64"
      title={instance.status_message}
    >
      {instance.status_message}
    </span>
  )
}

function PrimaryAct({ instance, isWide = false }: { instance: Instance; isWide?: boolean }) {
  const { t } = useTranslation()
  const canWrite = useCanWrite()
  const health = healthOf(instance)
  const [isRestarting, setRestarting] = useState(false)
  if (canWrite && needsRestart(instance)) {
    return (
      <>
        <Button
          size="small"
          className={isWide ? 'w-full' : ''}
          onClick={() => {
            setRestarting(true)
          }}
        >
          {t('instances.restart')}
        </Button>
        {isRestarting ? (
          <InstanceActDialog
            instance={instance}
            act="restart"
            onClose={() => {
              setRestarting(false)
            }}
          />
        ) : null}
      </>
    )
  }
  if (!canWrite || health === 'connected' || health === 'attention') return null
  return (
    <Link
      to={paths.instanceConnect(instance.id)}
      className={buttonStyles({ size: 'small' }) + (isWide ? ' w-full' : '')}
    >
      {instance.status_reason === 'never_connected'
        ? t('instances.connect')
        : health === 'connecting'
          ? t('instances.seeCode')
          : t('instances.reconnect')}
    </Link>
  )
}

export function ListSkeleton({ isPhone }: { isPhone: boolean }) {
  if (isPhone) {
    return (
      <div className="flex flex-col gap-3 p-3">
        {Array.from({ length: 4 }, (_, index) => (
          <Skeleton key={index} className="h-56 rounded-control" />
        ))}
      </div>
    )
  }
  return (
    <div className="bg-surface">
      <div className="h-9 border-b" />
      {Array.from({ length: 6 }, (_, index) => (
        <div key={index} className="flex h-14 items-center gap-6 border-b px-4">
          <Skeleton className="h-5 w-28" />
          <Skeleton className="size-8 rounded-full" />
          <Skeleton className="h-5 w-48" />
          <Skeleton className="h-5 w-32" />
          <Skeleton className="ml-auto h-5 w-24" />
        </div>
      ))}
    </div>
  )
}
