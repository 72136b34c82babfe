import { useInfiniteQuery } from '@tanstack/react-query'
import { CircleCheck, CircleX } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { WebhookLog } from '@/api/generated/types.gen'
import { LoadError } from '@/components/load-error'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { CodeBlock } from '@/components/ui/code-block'
import { LoadMore } from '@/components/ui/load-more'
import { useFormat } from '@/hooks/use-format'
import { useOfflineReason } from '@/forms/use-offline-reason'
import { logsQuery } from './gateway-api'

/** O registro do gateway, lido só a pedido: cada página é uma chamada a ele. */
export function WebhookLogs({ id }: { id: number }) {
  const { t } = useTranslation()
  const offline = useOfflineReason()
  const [isAsked, setAsked] = useState(false)
  const query = useInfiniteQuery({ ...logsQuery(id), enabled: isAsked })
  const logs = query.data?.pages.flatMap(({ results }) => results) ?? []
  return (
    <Card
      title={t('instances.logsTitle')}
      actions={
        <Button
          size="small"
          disabled={query.isFetching || offline !== null}
          isBusy={query.isFetching && !query.isFetchingNextPage}
          busyLabel={t('instances.logsReading')}
          onClick={() => {
            if (isAsked) void query.refetch()
            else setAsked(true)
          }}
        >
          {t('instances.logsRead')}
        </Button>
      }
    >
      <p className="px-4 pb-3 text-sub text-text-2">{t('instances.logsText')}</p>
      {query.isError && logs.length === 0 ? (
        <LoadError error={query.error} onRetry={() => void query.refetch()} />
      ) : query.isSuccess && logs.length === 0 ? (
        <p className="border-t px-4 py-3 text-base text-text-2">{t('instances.logsNone')}</p>
      ) : (
        <ul>
          {logs.map((log, index) => (
            <LogRow key={log.id ?? index} log={log} />
          ))}
        </ul>
      )}
      {isAsked && logs.length > 0 ? (
        <LoadMore
          hasMore={query.hasNextPage}
          isLoading={query.isFetchingNextPage}
          hasFailed={query.isFetchNextPageError}
          onLoad={() => void query.fetchNextPage()}
        />
      ) : null}
    </Card>
  )
}

function LogRow({ log }: { log: WebhookLog }) {
  const { t } = useTranslation()
  const format = useFormat()
  const status = log.http_status ?? 0
  const isFine = status >= 200 && status < 300
  return (
    <li className="border-t px-4 py-2">
      <details>
        <summary className="flex cursor-pointer flex-wrap items-center gap-x-3 gap-y-1 py-1">
          <span className="tabular w-40 text-sub text-text-2">
            {log.moment ? format.dateTime(log.moment) : '–'}
          </span>
          <span className="min-w-0 flex-1 basis-40 font-mono text-sub break-all">
            {log.event ?? '–'}
          </span>
          <Badge tone={isFine ? 'ok' : 'bad'} icon={isFine ? CircleCheck : CircleX}>
            {status > 0 ? t('instances.logsAnswered', { status }) : t('instances.logsNotArrived')}
          </Badge>
        </summary>
        {log.payload ? (
          <CodeBlock
            isWrapped
            className="mt-1"
            code={JSON.stringify(log.payload, null, 2)}
            label={t('instances.logsBody')}
            copyLabel={t('common.copy')}
          />
        ) : (
          <p className="text-sub text-text-3">{t('instances.logsNoBody')}</p>
        )}
      </details>
    </li>
  )
}
