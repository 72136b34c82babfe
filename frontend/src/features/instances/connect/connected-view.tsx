import { useQuery } from '@tanstack/react-query'
import { CircleCheck, MessagesSquare, Send, TriangleAlert } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Avatar } from '@/components/ui/avatar'
import { Button, buttonStyles } from '@/components/ui/button'
import { formatPhone } from '@/lib/format'
import { paths } from '@/lib/paths'
import { webhooksQuery } from '../instances-api'
import type { Instance } from '../model'

const TestMessageForm = lazy(() =>
  import('../test-message-form').then((module) => ({ default: module.TestMessageForm })),
)

/** Conectada: quem é, se os webhooks ficaram gravados, e o que fazer em seguida. */
export function ConnectedView({ instance }: { instance: Instance }) {
  const { t } = useTranslation()
  const [isTesting, setTesting] = useState(false)
  return (
    <div className="flex flex-col items-center gap-3 py-4 text-center">
      <span className="relative">
        <Avatar
          name={instance.profile_name ?? instance.name}
          src={instance.picture_url}
          className="size-16"
        />
        <CircleCheck
          aria-hidden
          className="absolute -right-1 -bottom-1 size-6 rounded-full bg-surface text-ok"
          strokeWidth={2}
        />
      </span>
      <p className="text-pane font-semibold">
        {t('instances.connectedAs', { phone: formatPhone(instance.phone ?? '') })}
      </p>
      {instance.profile_name ? (
        <p className="text-base text-text-2">{instance.profile_name}</p>
      ) : null}
      <WebhookCheck id={instance.id} />
      {isTesting ? (
        <div className="w-full max-w-md text-left">
          <Suspense>
            <TestMessageForm instance={instance} />
          </Suspense>
        </div>
      ) : (
        <div className="mt-2 flex flex-wrap justify-center gap-2">
          <Button
            onClick={() => {
              setTesting(true)
            }}
          >
            <Send aria-hidden className="size-4" strokeWidth={1.75} />
            {t('instances.sendTest')}
          </Button>
          <Link
            to={`${paths.chats}?instance=${instance.id}`}
            className={buttonStyles({ variant: 'primary' })}
          >
            <MessagesSquare aria-hidden className="size-4" strokeWidth={1.75} />
            {t('instances.goChats')}
          </Link>
        </div>
      )}
    </div>
  )
}

function WebhookCheck({ id }: { id: number }) {
  const { t } = useTranslation()
  const query = useQuery({ ...webhooksQuery(id), refetchOnMount: 'always' })
  const data = query.data?.webhooks
  if (!data || data.every(({ checked_at }) => checked_at === null)) {
    return <p className="text-sub text-text-3">{t('instances.checkingWebhooks')}</p>
  }
  const good = data.filter(({ state }) => state === 'match').length
  const isGood = good === data.length
  const Icon = isGood ? CircleCheck : TriangleAlert
  return (
    <p
      role="status"
      className={`flex items-center gap-1.5 text-sub ${isGood ? 'text-ok' : 'text-warn'}`}
    >
      <Icon aria-hidden className="size-4" strokeWidth={1.75} />
      {t('instances.webhooksResult', { good, all: data.length })}
      {isGood ? null : (
        <Link to={`${paths.instance(id)}/webhooks`} className="underline">
          {t('instances.fixWebhooks')}
        </Link>
      )}
    </p>
  )
}
