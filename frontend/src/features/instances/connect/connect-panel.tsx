import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { LoadError } from '@/components/load-error'
import { Notice } from '@/components/ui/notice'
import { Segmented } from '@/components/ui/segmented'
import { Skeleton } from '@/components/ui/skeleton'
import { useLiveStatus } from '@/live/use-live-status'
import type { Instance } from '../model'
import { ConnectedView } from './connected-view'
import { QrView } from './qr-view'
import { useConnection } from './use-connection'

/** Traz a biblioteca de telefones: só quando se escolhe o código. */
const PairingView = lazy(() =>
  import('./pairing-view').then((module) => ({ default: module.PairingView })),
)

type Way = 'qr' | 'code'

/** QR ou código no celular; os estados vêm do servidor e a tela só os diz. */
export function ConnectPanel({ instance, isPhone }: { instance: Instance; isPhone: boolean }) {
  const { t } = useTranslation()
  const [way, setWay] = useState<Way>(isPhone ? 'code' : 'qr')
  const { isOnline } = useLiveStatus()
  const { connection, query, start } = useConnection(instance, way === 'qr')
  const status = connection?.status

  return (
    <div className="flex flex-col gap-4">
      {/* Só a mudança de estado é dita; os segundos, nunca. */}
      <p role="status" className="sr-only">
        {status ? t(`instances.connectState.${status}`) : ''}
      </p>
      {isOnline ? null : <Notice tone="warn">{t('instances.connectOffline')}</Notice>}
      {status === 'connected' ? (
        <ConnectedView instance={instance} />
      ) : (
        <>
          <Segmented<Way>
            label={t('instances.connectWay')}
            value={way}
            onChange={setWay}
            className="self-start phone:w-full phone:*:flex-1"
            options={
              isPhone
                ? [
                    { value: 'code', label: t('instances.wayCode') },
                    { value: 'qr', label: t('instances.wayQr') },
                  ]
                : [
                    { value: 'qr', label: t('instances.wayQr') },
                    { value: 'code', label: t('instances.wayCode') },
                  ]
            }
          />
          {query.isError && !connection ? (
            <LoadError error={query.error} onRetry={() => void query.refetch()} />
          ) : way === 'code' ? (
            <Suspense fallback={<Skeleton className="h-48 w-full" />}>
              <PairingView instance={instance} connection={connection} />
            </Suspense>
          ) : connection ? (
            <QrView
              connection={connection}
              isStarting={start.isPending}
              startError={start.error}
              instanceId={instance.id}
              onStart={() => {
                start.mutate()
              }}
            />
          ) : (
            <div className="flex flex-col items-center gap-6 tablet:flex-row-reverse tablet:items-start">
              <Skeleton className="size-[18.5rem] rounded-control" />
              <Skeleton className="h-32 w-full flex-1" />
            </div>
          )}
        </>
      )}
    </div>
  )
}
