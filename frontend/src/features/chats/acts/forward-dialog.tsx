import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { showToast } from '@/components/toast'
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
import type { Chat } from '../model'
import { NO_FILTER } from '../model'
import type { ActDialogProps } from './act-dialogs'

const SHOWN = 30

/** Reenvia o texto a outra conversa: escolhe-se uma, e ela diz de que número sai. */
export function ForwardDialog({ message, onClose }: ActDialogProps) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [typed, setTyped] = useState('')
  const search = useDeferredValue(typed.trim())
  const { data, isError, refetch } = useQuery({
    queryKey: [{ _id: 'chatsForward', tags: ['chats'], search }],
    queryFn: ({ signal }) => fetchChats({ ...NO_FILTER, search }, null, signal),
    placeholderData: (known) => known,
  })
  const found = (data?.results ?? []).filter(({ id }) => id !== message.chat).slice(0, SHOWN)

  function forwardTo(chat: Chat) {
    enqueue({ key: randomKey(), chat: chat.id, text: message.text, replyTo: null, quoted: null })
    showToast(t('act.forwarded', { name: chat.name }), {
      action: { label: t('act.openChat'), onClick: () => void navigate(paths.chat(chat.id)) },
    })
    onClose()
  }

  return (
    <Dialog isOpen onClose={onClose} title={t('act.forwardTitle')}>
      <div className="flex flex-col gap-3">
        <p className="line-clamp-3 rounded-control bg-sunken px-3 py-2 text-sub break-words text-text-2">
          {message.text}
        </p>
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
        ) : found.length === 0 ? (
          <p className="text-base text-text-3">{t('chats.noMatch')}</p>
        ) : (
          <ul className="flex flex-col">
            {found.map((chat) => (
              <li key={chat.id}>
                <button
                  type="button"
                  onClick={() => {
                    forwardTo(chat)
                  }}
                  className="flex w-full items-center gap-3 rounded-control px-2 py-1.5 text-left outline-offset-[-2px] hover:bg-sunken touch:min-h-11"
                >
                  <Avatar name={chat.name} src={chat.picture_url} className="size-8" />
                  <span className="flex min-w-0 flex-1 flex-col">
                    <span className="truncate text-base font-medium">{chat.name}</span>
                    <span className="truncate text-meta text-text-3">
                      {[
                        chat.kind === 'group'
                          ? t('chats.group')
                          : chat.phone
                            ? formatPhone(chat.phone)
                            : t('bubble.hiddenNumber'),
                        chat.instance_name,
                      ].join(' · ')}
                    </span>
                  </span>
                </button>
              </li>
            ))}
          </ul>
        )}
      </div>
    </Dialog>
  )
}
