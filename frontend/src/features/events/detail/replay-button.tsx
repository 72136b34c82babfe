import { useQueryClient } from '@tanstack/react-query'
import { RotateCw } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '@/api/call'
import { asApiError } from '@/api/errors'
import { Button } from '@/components/ui/button'
import { Kbd } from '@/components/ui/kbd'
import { useFormat } from '@/hooks/use-format'
import { useShortcuts } from '@/hooks/use-shortcuts'
import { useOfflineReason } from '@/forms/use-offline-reason'
import { eventQuery } from '../events-api'
import type { EventDetail } from '../model'
import { replayOf } from '../trace'
import { useReason } from '../use-reason'

const POLL_MS = 1_000

/** Reprocessa este evento e conta ali mesmo no que deu. */
export function ReplayButton({ event }: { event: EventDetail }) {
  const { t } = useTranslation()
  const format = useFormat()
  const reason = useReason()
  const client = useQueryClient()
  const offline = useOfflineReason()
  const [asked, setAsked] = useState<{ before: string | null } | null>(null)
  const [error, setError] = useState<string | null>(null)
  // Pronto quando o servidor registrou este pedido e o evento saiu da fila.
  const isDone = asked !== null && event.replayed_at !== asked.before && event.state !== 'pending'
  const isWaiting = asked !== null && !isDone && error === null

  useEffect(() => {
    if (!isWaiting) return
    const timer = setInterval(
      () => void client.invalidateQueries({ queryKey: eventQuery(event.id).queryKey }),
      POLL_MS,
    )
    return () => {
      clearInterval(timer)
    }
  }, [isWaiting, client, event.id])

  async function replay() {
    if (isWaiting || offline) return
    setError(null)
    setAsked({ before: event.replayed_at })
    try {
      await call('POST /api/events/{id}/replay/', { path: { id: event.id } })
    } catch (failure) {
      setAsked(null)
      setError(asApiError(failure).message)
    }
  }

  useShortcuts([{ keys: 'r', run: () => void replay() }])

  const last = replayOf(event)
  const ms = format.number(Math.round(last ? last.waitMs + last.applyMs : 0))
  const result = !isDone
    ? ''
    : event.state === 'processed'
      ? t('events.replayedOk', { ms, count: event.facts.length })
      : event.state === 'ignored'
        ? t('events.replayedIgnored', { reason: reason(event.reason) ?? '' })
        : t('events.replayedFailed', { error: event.error ?? '' })

  return (
    <span className="flex flex-col items-end gap-1">
      <Button
        size="small"
        isBusy={isWaiting}
        busyLabel={t('events.replaying')}
        disabled={isWaiting || offline !== null}
        onClick={() => void replay()}
      >
        <RotateCw aria-hidden className="size-4" strokeWidth={1.75} />
        {t('events.replay')}
        <Kbd keys="R" />
      </Button>
      <span
        role="status"
        className={`max-w-72 text-right text-meta empty:hidden ${isDone && event.state === 'failed' ? 'text-bad' : 'text-text-2'}`}
      >
        {error ? t('events.replayRefused', { message: error }) : result}
      </span>
    </span>
  )
}
