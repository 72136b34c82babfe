import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { RefreshCw, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { key } from '@/lib/key'
import { call, SLOW_MS } from '@/api/call'
import type { Queued } from '@/api/generated/types.gen'
import { asApiError } from '@/api/errors'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { LoadError } from '@/components/load-error'
import { showErrorToast, showToast } from '@/lib/toast'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Empty } from '@/components/ui/empty'
import { IconButton } from '@/components/ui/icon-button'
import { LoadMore } from '@/components/ui/load-more'
import { Skeleton } from '@/components/ui/skeleton'
import { formatPhone } from '@/lib/format'
import { useOfflineReason } from '@/forms/use-offline-reason'
import { queueQuery } from './gateway-api'

/** A fila do lado do gateway, lida na hora: o fluxo não a conta. */
export function QueueTab({ id }: { id: number }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const offline = useOfflineReason()
  const query = useInfiniteQuery(queueQuery(id))
  const [isClearing, setClearing] = useState(false)
  const rows = query.data?.pages.flatMap(({ results }) => results) ?? []
  const total = query.data?.pages[0]?.total ?? 0
  const refresh = () => client.invalidateQueries({ queryKey: key('gateway-queue') })

  return (
    <>
      <Card
        title={t('instances.queueTitle')}
        actions={
          <>
            <Button
              size="small"
              disabled={query.isFetching || offline !== null}
              onClick={() => void refresh()}
            >
              <RefreshCw aria-hidden className="size-4" strokeWidth={1.75} />
              {t('instances.queueRefresh')}
            </Button>
            {total > 0 ? (
              <Button
                size="small"
                variant="danger"
                disabled={offline !== null}
                onClick={() => {
                  setClearing(true)
                }}
              >
                {t('instances.queueClear')}
              </Button>
            ) : null}
          </>
        }
      >
        <p className="px-4 pb-3 text-sub text-text-2">
          {total > 0 ? (
            <b className="tabular font-semibold text-text">
              {t('instances.queueTotal', { count: total })}.{' '}
            </b>
          ) : null}
          {t('instances.queueText')}
        </p>
        {query.isPending ? (
          <div className="border-t">
            {Array.from({ length: 4 }, (_, index) => (
              <Skeleton key={index} className="mx-4 my-3 h-5" />
            ))}
          </div>
        ) : !query.data ? (
          <LoadError error={query.error} onRetry={() => void query.refetch()} />
        ) : rows.length === 0 ? (
          <Empty kind="done" title={t('instances.queueEmpty')} className="border-t" />
        ) : (
          <ul>
            {rows.map((row, index) => (
              <QueuedRow
                key={row.inserted_id ?? index}
                instance={id}
                row={row}
                offline={offline}
                onGone={refresh}
              />
            ))}
          </ul>
        )}
        <LoadMore
          hasMore={query.hasNextPage}
          isLoading={query.isFetchingNextPage}
          hasFailed={query.isFetchNextPageError}
          onLoad={() => void query.fetchNextPage()}
        />
      </Card>
      {isClearing ? (
        <ConfirmDialog
          isOpen
          isDangerous
          title={t('instances.queueClearTitle')}
          actLabel={t('instances.queueClear')}
          busyLabel={t('instances.queueClearing')}
          onClose={() => {
            setClearing(false)
          }}
          onConfirm={async () => {
            await call('DELETE /api/instances/{id}/queue/', { path: { id }, timeout: SLOW_MS })
            await refresh()
            showToast(t('instances.queueCleared'))
          }}
        >
          <p>{t('instances.queueClearText', { count: total })}</p>
        </ConfirmDialog>
      ) : null}
    </>
  )
}

interface QueuedRowProps {
  instance: number
  row: Queued
  offline: string | null
  onGone: () => Promise<unknown>
}

function QueuedRow({ instance, row, offline, onGone }: QueuedRowProps) {
  const { t } = useTranslation()
  const [isBusy, setBusy] = useState(false)
  const { inserted_id: insertedId } = row
  const phone = row.phone ? (/^\d+$/.test(row.phone) ? formatPhone(row.phone) : row.phone) : '–'

  async function remove(id: string) {
    setBusy(true)
    try {
      await call('DELETE /api/instances/{id}/queue/{inserted_id}/', {
        path: { id: instance, inserted_id: id },
        timeout: SLOW_MS,
      })
      await onGone()
      showToast(t('instances.queueRemoved'))
    } catch (error) {
      showErrorToast(t('instances.actFailed', { message: asApiError(error).message }))
    } finally {
      setBusy(false)
    }
  }

  return (
    <li className="flex items-center gap-3 border-t px-4 py-2">
      <span className="flex min-w-0 flex-1 flex-col tablet:flex-row tablet:gap-4">
        <span className="tabular w-48 shrink-0 text-base">{phone}</span>
        <span className="min-w-0 text-base break-words text-text-2">
          {row.text ?? t('instances.queueNoText')}
        </span>
      </span>
      {insertedId ? (
        <IconButton
          icon={Trash2}
          label={t('instances.queueRemoveOf', { phone })}
          disabled={isBusy || offline !== null}
          onClick={() => void remove(insertedId)}
        />
      ) : null}
    </li>
  )
}
