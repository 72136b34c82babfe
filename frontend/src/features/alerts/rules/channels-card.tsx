import { useQuery, useQueryClient } from '@tanstack/react-query'
import { CircleCheck, Mail, Trash2, Webhook } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call, SLOW_MS } from '@/api/call'
import { asApiError } from '@/api/errors'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { LoadError } from '@/components/load-error'
import { RelativeTime } from '@/components/relative-time'
import { showErrorToast } from '@/lib/toast'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { IconButton } from '@/components/ui/icon-button'
import { Notice } from '@/components/ui/notice'
import { Skeleton } from '@/components/ui/skeleton'
import { Switch } from '@/components/ui/switch'
import { useOfflineReason } from '@/forms/use-offline-reason'
import { channelsQuery } from '../alerts-api'
import type { Channel } from '../model'
import { ChannelForm } from './channel-form'

/** Por onde se avisa, com prova: o teste diz se chegou. */
export function ChannelsCard({ cliente }: { cliente: number | null }) {
  const { t } = useTranslation()
  const query = useQuery(channelsQuery())
  const channels = (query.data ?? []).filter(
    (channel) => cliente === null || channel.cliente === cliente,
  )
  return (
    <Card title={t('alerts.channels')}>
      <p className="px-4 pb-2 text-sub text-text-2">{t('alerts.channelsText')}</p>
      {query.isPending ? (
        <Skeleton className="mx-4 h-12" />
      ) : !query.data ? (
        <LoadError error={query.error} onRetry={() => void query.refetch()} />
      ) : channels.length === 0 ? (
        <p className="px-4 pb-3 text-base text-text-2">{t('alerts.noChannels')}</p>
      ) : (
        <ul>
          {channels.map((channel) => (
            <ChannelRow key={channel.id} channel={channel} />
          ))}
        </ul>
      )}
      <ChannelForm cliente={cliente} />
    </Card>
  )
}

type Answer = { ok: boolean; message: string | null }

function ChannelRow({ channel }: { channel: Channel }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const offline = useOfflineReason()
  const [isTesting, setTesting] = useState(false)
  const [isRemoving, setRemoving] = useState(false)
  const [answer, setAnswer] = useState<Answer | null>(null)
  const Icon = channel.kind === 'email' ? Mail : Webhook
  const refresh = () => client.invalidateQueries({ queryKey: channelsQuery().queryKey })

  async function test() {
    setTesting(true)
    setAnswer(null)
    try {
      setAnswer(
        await call('POST /api/alert-channels/{id}/test/', {
          path: { id: channel.id },
          timeout: SLOW_MS,
        }),
      )
    } catch (error) {
      setAnswer({ ok: false, message: asApiError(error).message })
    } finally {
      setTesting(false)
      void refresh()
    }
  }

  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 border-t px-4 py-3">
      <Icon aria-hidden className="size-5 shrink-0 text-text-3" strokeWidth={1.75} />
      <Switch
        label={channel.target}
        className="min-w-0 flex-1 basis-64 [overflow-wrap:anywhere]"
        checked={channel.is_on ?? true}
        disabled={offline !== null}
        onChange={(isOn) => {
          call('PATCH /api/alert-channels/{id}/', {
            path: { id: channel.id },
            body: { is_on: isOn },
          })
            .catch((error: unknown) => {
              showErrorToast(t('alerts.actFailed', { message: asApiError(error).message }))
            })
            .finally(() => void refresh())
        }}
      />
      <span className="text-meta text-text-3">
        {channel.last_sent_at ? (
          <>
            {t('alerts.lastSent')} <RelativeTime iso={channel.last_sent_at} />
          </>
        ) : (
          t('alerts.neverSent')
        )}
      </span>
      <span className="flex items-center gap-1">
        <Button
          size="small"
          disabled={isTesting || offline !== null}
          isBusy={isTesting}
          busyLabel={t('alerts.testing')}
          onClick={() => void test()}
        >
          {t('alerts.test')}
        </Button>
        <IconButton
          icon={Trash2}
          label={t('alerts.removeOf', { target: channel.target })}
          disabled={offline !== null}
          onClick={() => {
            setRemoving(true)
          }}
        />
      </span>
      <div role="status" className="basis-full empty:hidden">
        {answer ? (
          <Notice tone={answer.ok ? 'ok' : 'bad'} {...(answer.ok ? { icon: CircleCheck } : {})}>
            {answer.ok
              ? t('alerts.testOk')
              : t('alerts.testBad', { message: answer.message ?? '' })}
          </Notice>
        ) : channel.last_error ? (
          <Notice tone="warn">{t('alerts.lastError', { message: channel.last_error })}</Notice>
        ) : null}
      </div>
      {isRemoving ? (
        <ConfirmDialog
          isOpen
          isDangerous
          title={t('alerts.removeTitle')}
          actLabel={t('alerts.remove')}
          busyLabel={t('alerts.removing')}
          onClose={() => {
            setRemoving(false)
          }}
          onConfirm={async () => {
            await call('DELETE /api/alert-channels/{id}/', { path: { id: channel.id } })
            await refresh()
          }}
        >
          <p className="[overflow-wrap:anywhere]">
            {t('alerts.removeText', { target: channel.target })}
          </p>
        </ConfirmDialog>
      ) : null}
    </li>
  )
}
