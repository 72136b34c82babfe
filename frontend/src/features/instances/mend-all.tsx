import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { asApiError } from '@/api/errors'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { useOfflineReason } from '@/forms/use-offline-reason'
import { key } from '@/lib/key'
import { driftOf } from './drift-notice'
import { configureWebhooks } from './instances-api'
import type { Instance } from './model'
import { useCanWrite } from './use-can-write'

/** Um ato conserta todas (o endereço do servidor mudou, por exemplo): uma de cada vez, e as que não deram são ditas. */
export function MendAll({ instances }: { instances: readonly Instance[] }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const canWrite = useCanWrite()
  const offline = useOfflineReason()
  const [progress, setProgress] = useState<{ done: number; count: number } | null>(null)
  const [failed, setFailed] = useState<string[]>([])
  const drifting = instances.filter(({ has_drift }) => has_drift)
  if (drifting.length === 0 && failed.length === 0) return null

  async function mendAll() {
    const left: string[] = []
    for (const [done, { id, name }] of drifting.entries()) {
      setProgress({ done: done + 1, count: drifting.length })
      try {
        const drift = driftOf(await configureWebhooks(id))
        if (drift.flags.length > 0 || drift.webhooks > 0) left.push(name)
      } catch (failure) {
        left.push(`${name} (${asApiError(failure).message})`)
      }
    }
    setProgress(null)
    setFailed(left)
    await client.invalidateQueries({ queryKey: key('instances') })
  }

  return (
    <Notice
      tone="warn"
      className="m-3"
      actions={
        canWrite && drifting.length > 0 ? (
          <Button
            size="small"
            disabled={progress !== null || offline !== null}
            isBusy={progress !== null}
            busyLabel={progress ? t('instances.mendAllBusy', progress) : ''}
            onClick={() => void mendAll()}
          >
            {t('instances.mendAll')}
          </Button>
        ) : null
      }
    >
      {drifting.length > 0 ? t('instances.driftAll', { count: drifting.length }) : null}
      {failed.length > 0 ? (
        <span role="alert" className="block">
          {t('instances.mendAllFailed', { count: failed.length, names: failed.join('; ') })}
        </span>
      ) : null}
    </Notice>
  )
}
