import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { key } from '@/lib/key'
import { showToast } from '@/lib/toast'
import { Avatar } from '@/components/ui/avatar'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Skeleton } from '@/components/ui/skeleton'
import { formatPhone } from '@/lib/format'
import { paths } from '@/lib/paths'
import { randomKey } from '@/lib/random-key'
import { fetchChats } from '../chats-api'
import { enqueue } from '../composer/outgoing'
import { knownType, TYPE_ICON } from '../message-face'
import type { Chat, Mensagem } from '../model'
import { NO_FILTER } from '../model'
import { useThreadScope } from '../scope'
import type { ActDialogProps } from '../model'
import { featureOf, forwardEntry } from './forward-entry'

const SHOWN = 30
/** Como no WhatsApp: mais que isto de uma vez é divulgação, e o número paga por ela. */
const MAX_CHATS = 5

/** Reenvia o conteúdo a outras conversas: escolhem-se, e cada uma diz de que número sai. */
export function ForwardDialog({ message, onClose }: ActDialogProps) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { lacks } = useThreadScope()
  const [typed, setTyped] = useState('')
  const [chosen, setChosen] = useState<Chat[]>([])
  const search = useDeferredValue(typed.trim())
  // O arquivo e a conversa são do mesmo cliente: entre clientes nada passa.
  const { cliente } = message
  const { data, isError, refetch } = useQuery({
    queryKey: key('chats', 'forward', { cliente, search }),
    queryFn: ({ signal }) => fetchChats({ ...NO_FILTER, cliente, search }, null, signal),
    placeholderData: (known) => known,
  })
  const found = (data?.results ?? []).filter(({ id }) => id !== message.chat).slice(0, SHOWN)
  const away = chosen.filter(({ id }) => !found.some((chat) => chat.id === id))
  const isFull = chosen.length >= MAX_CHATS
  // De outra instância não se sabe o plano: se não der, a própria bolha diz por quê.
  const lacking = (chat: Chat) =>
    chat.instance === message.instance ? lacks(featureOf(message)) : null

  function toggle(chat: Chat) {
    setChosen((all) =>
      all.some(({ id }) => id === chat.id)
        ? all.filter(({ id }) => id !== chat.id)
        : [...all, chat],
    )
  }

  function forward() {
    const [first] = chosen
    if (!first) return
    for (const chat of chosen) {
      enqueue({
        ...forwardEntry(message),
        key: randomKey(),
        chat: chat.id,
        replyTo: null,
        quoted: null,
      })
    }
    if (chosen.length > 1) showToast(t('act.forwardedMany', { count: chosen.length }))
    else {
      showToast(t('act.forwarded', { name: first.name }), {
        action: { label: t('act.openChat'), onClick: () => void navigate(paths.chat(first.id)) },
      })
    }
    onClose()
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('act.forwardTitle')}
      footer={
        <>
          <span role="status" className="mr-auto self-center text-sub text-text-3">
            {isFull ? t('act.forwardFull', { count: MAX_CHATS }) : ''}
          </span>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button variant="primary" disabled={chosen.length === 0} onClick={forward}>
            {chosen.length > 1 ? t('act.forwardAct', { count: chosen.length }) : t('act.forward')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <Preview message={message} />
        <Field label={t('act.forwardTo')}>
          {(control) => (
            <Input
              {...control}
              data-autofocus
              placeholder={t('chats.search')}
              value={typed}
              onChange={(event) => {
                setTyped(event.target.value)
              }}
            />
          )}
        </Field>
        {isError ? (
          <p role="alert" className="flex items-center gap-2 text-sub text-bad">
            {t('chats.listFailed')}
            <Button size="inline" variant="link" onClick={() => void refetch()}>
              {t('common.retry')}
            </Button>
          </p>
        ) : !data ? (
          <Skeleton className="h-32 w-full" />
        ) : (
          <ul className="flex flex-col">
            {[...away, ...found].map((chat) => {
              const isChosen = chosen.some(({ id }) => id === chat.id)
              return (
                <ChatChoice
                  key={chat.id}
                  chat={chat}
                  isChosen={isChosen}
                  isDisabled={isFull && !isChosen}
                  reason={lacking(chat)}
                  onToggle={() => {
                    toggle(chat)
                  }}
                />
              )
            })}
          </ul>
        )}
        {data && found.length === 0 ? (
          <p className="text-base text-text-3">{t('chats.noMatch')}</p>
        ) : null}
      </div>
    </Dialog>
  )
}

/** O que vai, numa linha: o tipo e as palavras. */
function Preview({ message }: { message: Mensagem }) {
  const { t } = useTranslation()
  const type = knownType(message.type)
  const Icon = type === 'text' ? null : TYPE_ICON[type]
  const words = message.text ?? message.media?.file_name ?? message.location?.name
  return (
    <p className="flex items-start gap-2 rounded-control bg-sunken px-3 py-2 text-sub text-text-2">
      {Icon ? <Icon aria-hidden className="size-4 shrink-0" strokeWidth={1.75} /> : null}
      {message.media?.thumbnail ? (
        <img
          src={message.media.thumbnail}
          alt=""
          className="size-10 shrink-0 rounded-chip object-cover"
        />
      ) : null}
      <span className="line-clamp-3 min-w-0 break-words">
        {[type === 'text' ? null : t(`types.${type}`), words].filter(Boolean).join(': ')}
      </span>
    </p>
  )
}

interface ChatChoiceProps {
  chat: Chat
  isChosen: boolean
  isDisabled: boolean
  reason: string | null
  onToggle: () => void
}

function ChatChoice({ chat, isChosen, isDisabled, reason, onToggle }: ChatChoiceProps) {
  const { t } = useTranslation()
  const facts = [
    chat.kind === 'group'
      ? t('chats.group')
      : chat.phone
        ? formatPhone(chat.phone)
        : t('bubble.hiddenNumber'),
    chat.instance_name,
  ]
  return (
    <li>
      <label className="flex w-full items-center gap-3 rounded-control px-2 py-1.5 hover:bg-sunken has-checked:bg-selected touch:min-h-11">
        <input
          type="checkbox"
          checked={isChosen}
          disabled={isDisabled || reason !== null}
          onChange={onToggle}
          className="size-4 shrink-0 accent-accent"
        />
        <Avatar name={chat.name} src={chat.picture_url} className="size-8" />
        <span className="flex min-w-0 flex-1 flex-col">
          <span className="truncate text-base font-medium">{chat.name}</span>
          <span className="truncate text-meta text-text-3">{reason ?? facts.join(' · ')}</span>
        </span>
      </label>
    </li>
  )
}
