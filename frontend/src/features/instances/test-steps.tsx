import { useQuery, useQueryClient } from '@tanstack/react-query'
import { CircleAlert, CircleCheck, CircleDashed } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { buttonStyles } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { useFormat } from '@/hooks/use-format'
import { cn } from '@/lib/cn'
import { paths } from '@/lib/paths'
import { useLive } from '@/live/use-live'
import { testMessageQuery } from './instances-api'
import type { TestMessage } from './model'

const STEPS = ['created', 'accepted', 'sent', 'delivered'] as const
const ENDS = new Set(['delivered', 'read', 'played', 'failed'])
const SLOW_MS = 5_000

/** A mensagem de teste andando: na fila, aceita, enviada, entregue, cada uma com a sua hora. */
export function TestSteps({ message }: { message: TestMessage }) {
  const { t } = useTranslation()
  const format = useFormat()
  const client = useQueryClient()
  const options = testMessageQuery(message.id)
  const query = useQuery({
    ...options,
    initialData: message,
    refetchInterval: ({ state }) => (ENDS.has(state.data?.status ?? '') ? false : SLOW_MS),
    refetchOnMount: 'always',
  })
  useLive((signal) => {
    const isMine =
      signal.type === 'reset' ||
      signal.changes.some(({ kind, id }) => kind === 'mensagem' && id === message.id)
    if (isMine) void client.invalidateQueries({ queryKey: options.queryKey })
  })
  const { data } = query
  const when = new Map((data.steps ?? []).map(({ name, at }) => [name, at]))
  when.set('created', when.get('created') ?? data.created_at)
  if (data.accepted_at) when.set('accepted', data.accepted_at)
  const hasFailed = data.status === 'failed'
  // O WhatsApp pode pular um aviso: quem foi entregue também foi enviada.
  const last = STEPS.findLastIndex((name) => when.get(name))

  return (
    <div className="flex flex-col gap-3">
      <ol aria-live="polite" className="flex flex-col gap-2">
        {STEPS.map((name, index) => {
          const at = when.get(name)
          const isDone = index <= last
          const Icon = isDone ? CircleCheck : CircleDashed
          return (
            <li key={name} className="flex items-center gap-2.5">
              <Icon
                aria-hidden
                className={cn('size-5', isDone ? 'text-ok' : 'text-text-3')}
                strokeWidth={1.75}
              />
              <span className={isDone ? 'text-text' : 'text-text-3'}>
                {t(`instances.testStep.${name}`)}
              </span>
              <span className="tabular ml-auto text-sub text-text-3">
                {at ? format.preciseTime(at) : ''}
              </span>
            </li>
          )
        })}
        {hasFailed ? (
          <li className="flex items-center gap-2.5 text-bad">
            <CircleAlert aria-hidden className="size-5" strokeWidth={1.75} />
            {t('instances.testFailed', { message: data.error ?? '' })}
          </li>
        ) : null}
      </ol>
      {data.status === 'unknown' ? <Notice tone="warn">{t('instances.testUnknown')}</Notice> : null}
      <Link
        to={paths.chat(data.chat, { msg: data.id })}
        className={cn(buttonStyles({ variant: 'link', size: 'inline' }), 'self-start')}
      >
        {t('instances.seeInChat')}
      </Link>
    </div>
  )
}
