import { X } from 'lucide-react'
import { useState, type SyntheticEvent } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { call } from '@/api/call'
import { fetchChatMedia } from '@/api/chat-media'
import { asApiError } from '@/api/errors'
import { SharedMedia } from '@/components/gallery/shared-media'
import { InstanceBadge } from '@/components/status-badge'
import { Avatar } from '@/components/ui/avatar'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { Field } from '@/components/ui/field'
import { IconButton } from '@/components/ui/icon-button'
import { Input } from '@/components/ui/input'
import { formatPhone } from '@/lib/format'
import { named } from '../chats-api'
import { writeChats } from '../cache/chat-rows'
import type { Chat, InstanceRow } from '../model'
import { ContactSection } from './contact-section'
import { Fact } from './fact'
import { GroupSection } from './group-section'

interface DetailsPaneProps {
  chat: Chat
  instance: InstanceRow | undefined
  /** O arquivo mais novo que a conversa aberta já mostra. */
  newestMedia: number | null
  onClose: () => void
  hrefOf: (messageId: number) => string
}

export function DetailsPane({ chat, instance, newestMedia, onClose, hrefOf }: DetailsPaneProps) {
  const { t } = useTranslation()
  return (
    <div className="flex h-full flex-col overflow-y-auto">
      <header className="sticky top-0 z-10 flex min-h-12 shrink-0 items-center gap-2 border-b bg-surface pr-2 pl-4">
        <h2 className="flex-1 text-pane">{t('details.title')}</h2>
        <IconButton icon={X} label={t('details.hide')} keys="]" onClick={onClose} />
      </header>
      <div className="flex flex-col items-center gap-2 border-b px-4 py-5 text-center">
        <Avatar name={chat.name} src={chat.picture_url} className="size-20 text-page" />
        <p className="text-pane font-semibold break-words">{chat.name}</p>
        {chat.phone ? (
          <p className="tabular flex items-center gap-1 text-base text-text-2">
            {formatPhone(chat.phone)}
            <CopyButton text={chat.phone} label={t('said.copyNumber')} />
          </p>
        ) : (
          <p className="text-base text-text-2">
            {chat.kind === 'group' ? t('chats.group') : t('details.hiddenNumber')}
          </p>
        )}
      </div>
      <section className="flex flex-col gap-3 border-b p-4">
        <NameForm key={chat.id} chat={chat} />
        {chat.push_name && chat.push_name !== chat.name ? (
          <Fact label={t('details.pushName')}>{chat.push_name}</Fact>
        ) : null}
        <Fact label={t('details.address')} isCode>
          {chat.chat_id}
        </Fact>
      </section>
      {chat.kind === 'group' ? (
        <GroupSection chat={chat.id} />
      ) : chat.contact ? (
        <ContactSection id={chat.contact} address={chat.chat_id} />
      ) : null}
      <SharedMedia
        key={chat.id}
        chat={chat.id}
        name={chat.name}
        load={fetchChatMedia}
        hrefOf={hrefOf}
        newest={newestMedia}
      />
      <section className="flex flex-col gap-2 border-b p-4">
        <h3 className="text-sub text-text-3">{t('details.instance')}</h3>
        <p className="flex flex-wrap items-center gap-2 text-base">
          {chat.instance_name}
          {instance ? <InstanceBadge state={instance} /> : null}
        </p>
        <p className="text-meta text-text-3">{t('details.readNote')}</p>
      </section>
    </div>
  )
}

/** O nome que a equipe dá ao contato; o do WhatsApp fica ao lado. Salva por botão ou Enter. */
function NameForm({ chat }: { chat: Chat }) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const [name, setName] = useState(chat.custom_name ?? '')
  const [state, setState] = useState<'idle' | 'saving' | 'saved'>('idle')
  const [error, setError] = useState<string | null>(null)
  const isChanged = name.trim() !== (chat.custom_name ?? '')

  async function save(event: SyntheticEvent) {
    event.preventDefault()
    if (!isChanged) return
    setState('saving')
    setError(null)
    try {
      writeChats(queryClient, [
        named(
          await call('PATCH /api/chats/{id}/', {
            path: { id: chat.id },
            body: { custom_name: name.trim() || null },
          }),
        ),
      ])
      setState('saved')
    } catch (failure) {
      const { isNetwork, errors } = asApiError(failure)
      setError(
        isNetwork ? t('details.saveOffline') : (errors[0]?.detail ?? t('details.saveFailed')),
      )
      setState('idle')
    }
  }

  return (
    <form onSubmit={(event) => void save(event)} className="flex flex-col gap-2">
      <Field label={t('details.name')} error={error} hint={t('details.nameHint')}>
        {(control) => (
          <Input
            {...control}
            value={name}
            placeholder={chat.push_name ?? chat.name}
            maxLength={255}
            onChange={(event) => {
              setName(event.target.value)
              setState('idle')
            }}
          />
        )}
      </Field>
      <div className="flex items-center gap-2">
        {isChanged ? (
          <Button
            type="submit"
            size="small"
            isBusy={state === 'saving'}
            busyLabel={t('details.saving')}
          >
            {t('details.save')}
          </Button>
        ) : null}
        <span role="status" className="text-meta text-ok">
          {state === 'saved' ? t('details.saved') : ''}
        </span>
      </div>
    </form>
  )
}
