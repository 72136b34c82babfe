import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Ban, Building2, MessagesSquare } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { call } from '@/api/call'
import type { PatchedContactUpdateRequest } from '@/api/generated/types.gen'
import { fetchChatMedia } from '@/api/chat-media'
import { ItemPane } from '@/components/item-pane'
import { Avatar } from '@/components/ui/avatar'
import { Badge } from '@/components/ui/badge'
import { Button, buttonStyles } from '@/components/ui/button'
import { SavedField } from '@/components/ui/saved-field'
import { Skeleton } from '@/components/ui/skeleton'
import { useFormat } from '@/hooks/use-format'
import { loadTexts } from '@/i18n'
import { daysAgo, formatPhone } from '@/lib/format'
import { openNewChat } from '@/lib/new-chat'
import { paths } from '@/lib/paths'
import { useOfflineReason } from '@/forms/use-offline-reason'
import { AddressList } from './address-list'
import { ContactActs } from './contact-acts'
import { contactQuery } from './contacts-api'
import { nameOf, type ContactDetail } from './model'
import { NotesForm } from './notes-form'

// Os textos da galeria vêm com as conversas.
const SharedMedia = lazy(() =>
  Promise.all([import('@/components/gallery/shared-media'), loadTexts('thread')]).then(
    ([module]) => ({ default: module.SharedMedia }),
  ),
)

interface ContactPaneProps {
  id: number
  isPhone: boolean
  onClose: () => void
  hrefOf: (id: number) => string
}

/** A pessoa inteira: como a chamamos, por onde se sabe quem é, e onde conversa. */
export function ContactPane({ id, isPhone, onClose, hrefOf }: ContactPaneProps) {
  const { t } = useTranslation()
  const query = useQuery({ ...contactQuery(id), enabled: id > 0 })
  return (
    <ItemPane
      id={id}
      query={query}
      titleOf={(contact) => nameOf(contact, t('contacts.noName'))}
      page={t('contacts.title')}
      isPhone={isPhone}
      width="w-[26rem]"
      onClose={onClose}
      skeleton={
        <div className="flex flex-col items-center gap-4 p-4">
          <Skeleton className="size-20 rounded-full" />
          <Skeleton className="h-6 w-48" />
          <Skeleton className="h-40 w-full" />
        </div>
      }
    >
      {(contact) => <Detail contact={contact} hrefOf={hrefOf} />}
    </ItemPane>
  )
}

interface DetailProps {
  contact: ContactDetail
  hrefOf: (id: number) => string
}

function Detail({ contact, hrefOf }: DetailProps) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const offline = useOfflineReason()
  const name = nameOf(contact, t('contacts.noName'))

  async function save(body: PatchedContactUpdateRequest) {
    const saved = await call('PATCH /api/contacts/{id}/', { path: { id: contact.id }, body })
    client.setQueryData(contactQuery(contact.id).queryKey, saved)
  }

  return (
    <div className="flex flex-col">
      <div className="flex flex-col items-center gap-2 border-b px-4 py-5 text-center">
        <Avatar name={name} src={contact.picture} className="size-20 text-page" />
        <p className="text-pane font-semibold break-words">{name}</p>
        <p className="tabular text-base text-text-2">
          {contact.phone ? formatPhone(contact.phone) : t('contacts.hiddenNumber')}
        </p>
        <p className="flex flex-wrap justify-center gap-1 empty:hidden">
          {contact.is_business ? (
            <Badge icon={Building2}>{contact.verified_name ?? t('contacts.business')}</Badge>
          ) : null}
          {contact.blocked ? (
            <Badge tone="bad" icon={Ban}>
              {t('contacts.blocked')}
            </Badge>
          ) : null}
        </p>
        {contact.chat ? (
          <Link to={paths.chat(contact.chat)} className={buttonStyles({ variant: 'primary' })}>
            <MessagesSquare aria-hidden className="size-4" strokeWidth={1.75} />
            {t('contacts.openChat')}
          </Link>
        ) : contact.phone ? (
          <Button
            variant="primary"
            onClick={() => {
              openNewChat({ phone: `+${contact.phone ?? ''}`, instance: contact.instance })
            }}
          >
            <MessagesSquare aria-hidden className="size-4" strokeWidth={1.75} />
            {t('contacts.newChat')}
          </Button>
        ) : null}
      </div>
      <div className="flex flex-col gap-4 border-b p-4">
        <SavedField
          label={t('contacts.savedName')}
          hint={
            contact.push_name
              ? t('contacts.savedNameHint', { name: contact.push_name })
              : t('contacts.savedNameNone')
          }
          value={contact.saved_name ?? ''}
          placeholder={contact.push_name ?? contact.verified_name ?? ''}
          maxLength={255}
          disabledReason={offline}
          onSave={(text) => save({ saved_name: text || null })}
        />
        <NotesForm notes={contact.notes ?? ''} onSave={(text) => save({ notes: text || null })} />
      </div>
      <AddressList contact={contact} hrefOf={hrefOf} />
      <Chats contact={contact} />
      <Suspense>
        {contact.chat ? (
          <SharedMedia
            chat={contact.chat}
            name={name}
            load={fetchChatMedia}
            hrefOf={(messageId) => paths.chat(contact.chat ?? 0, { msg: messageId })}
          />
        ) : null}
      </Suspense>
      <ContactActs contact={contact} name={name} hrefOf={hrefOf} />
    </div>
  )
}

function Chats({ contact }: { contact: ContactDetail }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <section className="flex flex-col gap-1 border-b p-4">
      <h3 className="text-sub text-text-3">{t('contacts.chats')}</h3>
      {contact.chats.length === 0 ? (
        <p className="text-base text-text-2">{t('contacts.noChats')}</p>
      ) : (
        <ul>
          {contact.chats.map(({ id, kind, name, last_message_at: at }) => (
            <li key={id} className="flex items-baseline gap-2">
              <Link
                to={paths.chat(id)}
                className="min-w-0 truncate py-1 text-base text-accent-text underline"
              >
                {name ?? nameOf(contact, t('contacts.noName'))}
              </Link>
              {kind === 'group' ? (
                <span className="text-meta text-text-3">{t('contacts.group')}</span>
              ) : null}
              {at ? (
                <time dateTime={at} className="tabular ml-auto shrink-0 text-meta text-text-3">
                  {daysAgo(at) === 0 ? format.time(at) : format.shortDay(at)}
                </time>
              ) : null}
            </li>
          ))}
        </ul>
      )}
      <p className="text-meta text-text-3">
        {contact.n_media > 0
          ? t('contacts.media', { count: contact.n_media })
          : t('contacts.noMedia')}
        {' · '}
        {contact.instance_name}
      </p>
    </section>
  )
}
