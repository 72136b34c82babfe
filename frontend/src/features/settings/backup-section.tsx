import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { call } from '@/api/call'
import type { BackupRun } from '@/api/generated/types.gen'
import { LoadError } from '@/components/load-error'
import { RelativeTime } from '@/components/relative-time'
import { Badge } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { Skeleton } from '@/components/ui/skeleton'
import { useFormat } from '@/hooks/use-format'
import { key } from '@/lib/key'

const LOOK_AGAIN_MS = 30_000
const TONES = { running: 'wait', ok: 'ok', failed: 'bad' } as const

/** Quando se fez e quando se provou o último backup. Só a administração. */
export function BackupSection() {
  const { t } = useTranslation()
  const query = useQuery({
    queryKey: key('backups', 'shown'),
    queryFn: ({ signal }) => call('GET /api/backups/', { signal }),
    refetchInterval: LOOK_AGAIN_MS,
  })
  if (query.isPending) return <Skeleton className="h-64 rounded-control" />
  if (!query.data) return <LoadError error={query.error} onRetry={() => void query.refetch()} />
  const backups = query.data
  return (
    <>
      {backups.is_on ? null : <Notice tone="warn">{t('backup.off')}</Notice>}
      <Card className="p-4">
        <dl className="grid grid-cols-[2fr_3fr] gap-x-4 gap-y-2 text-base">
          <dt className="text-text-2">{t('backup.lastGood')}</dt>
          <dd>
            {backups.last_good_at ? <RelativeTime iso={backups.last_good_at} /> : t('backup.never')}
          </dd>
          <dt className="text-text-2">{t('backup.lastVerified')}</dt>
          <dd>
            {backups.last_verified_at ? (
              <RelativeTime iso={backups.last_verified_at} />
            ) : (
              t('backup.never')
            )}
          </dd>
          {backups.is_on ? (
            <>
              <dt className="text-text-2">{t('backup.schedule')}</dt>
              <dd>{t('backup.daily', { at: backups.at, count: backups.keep })}</dd>
              <dt className="text-text-2">{t('backup.keys')}</dt>
              <dd>{backups.has_keys ? t('backup.keysSealed') : t('backup.keysOut')}</dd>
            </>
          ) : null}
        </dl>
      </Card>
      {backups.runs.length > 0 ? (
        <Card title={t('backup.runs')}>
          <ul>
            {backups.runs.map((run) => (
              <RunRow key={run.id} run={run} />
            ))}
          </ul>
        </Card>
      ) : null}
    </>
  )
}

function RunRow({ run }: { run: BackupRun }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <li className="flex flex-col gap-1 border-t px-4 py-3">
      <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="text-base">{t(`backup.kind.${run.kind}`)}</span>
        <Badge tone={TONES[run.state]}>{t(`backup.state.${run.state}`)}</Badge>
        <RelativeTime iso={run.started_at} className="ml-auto text-meta text-text-3" />
      </span>
      {run.n_rows !== null && run.n_files !== null ? (
        <span className="text-meta text-text-3">
          {t('backup.holds', {
            rows: format.number(run.n_rows),
            files: format.number(run.n_files),
            size: format.bytes(run.new_bytes ?? 0),
          })}
        </span>
      ) : null}
      {run.error ? <span className="text-sub break-words text-bad">{run.error}</span> : null}
    </li>
  )
}
