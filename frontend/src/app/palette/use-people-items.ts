import { useQuery, useQueryClient, type InfiniteData } from '@tanstack/react-query'
import { BookUser, MessageSquare, MessageSquarePlus, UsersRound } from 'lucide-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '@/api/call'
import { key } from '@/lib/key'
import type { Page } from '@/api/pages'
import type { Contact } from '@/features/contacts/model'
import { useClienteScope } from '@/hooks/use-cliente-scope'
import { formatPhone } from '@/lib/format'
import { paths } from '@/lib/paths'
import { openNewChat } from '@/lib/new-chat'
import { maskPhone, phoneIn } from '@/lib/phone'
import { knownChats, searchChats, type Chat } from './chat-cache'
import { parseQuery, type Item } from './items'

const MIN_LETTERS = 2
const ASKED = 10

interface People {
  items: Item[]
  isAsking: boolean
  hasFailed: boolean
}

/** Conversas e contatos: o que já está na mão, e o que o servidor responde ao que se escreveu (já assentado). */
export function usePeopleItems(settled: string): People {
  const { t } = useTranslation()
  const client = useQueryClient()
  const cliente = useClienteScope()
  const { only, text } = parseQuery(settled)
  const isLong = text.length >= MIN_LETTERS
  const chats = useQuery({
    queryKey: key('palette', 'chats', { cliente, text }),
    queryFn: ({ signal }) => searchChats(text, cliente, signal),
    enabled: isLong && only === null,
    staleTime: 10_000,
    gcTime: 60_000,
  })
  const contacts = useQuery({
    queryKey: key('palette', 'contacts', { cliente, text }),
    queryFn: ({ signal }) =>
      call('GET /api/contacts/', {
        query: {
          limit: ASKED,
          ...(text ? { search: text } : {}),
          ...(cliente === null ? {} : { cliente }),
        },
        signal,
      }),
    // Só o «@» já pede contatos: os primeiros.
    enabled: only === 'contacts' || (isLong && only === null),
    staleTime: 10_000,
    gcTime: 60_000,
  })

  // O que já está na mão lê-se ao abrir e a cada busca: um cache que muda não refaz a lista sob os dedos.
  const items = useMemo(() => {
    const answered = new Set(chats.data?.map(({ id }) => id))
    const rows = new Map<number, Chat>()
    for (const row of [...knownChats(client), ...(chats.data ?? [])]) rows.set(row.id, row)
    const told = new Set(contacts.data?.results.map(({ id }) => id))
    const people = new Map<number, Contact>()
    for (const row of [...knownContacts(client), ...(contacts.data?.results ?? [])]) {
      people.set(row.id, row)
    }
    const isHere = (row: { cliente: number }) => cliente === null || row.cliente === cliente
    return [
      ...[...rows.values()]
        .filter(isHere)
        .map((chat) => chatItem(chat, answered.has(chat.id), t('bubble.hiddenNumber'))),
      ...[...people.values()]
        .filter(isHere)
        .map((person) => contactItem(person, told.has(person.id), t('bubble.hiddenNumber'))),
    ]
  }, [client, chats.data, contacts.data, cliente, t])

  return {
    items,
    isAsking: chats.isFetching || contacts.isFetching,
    hasFailed: chats.isError || contacts.isError,
  }
}

/** «Conversar com +55…», quando o que se escreveu é um número inteiro. */
export function useNumberItem(typed: string): Item[] {
  const { t } = useTranslation()
  const { only, text } = parseQuery(typed)
  if (only !== null && only !== 'contacts' && only !== 'actions') return []
  const digits = phoneIn(text)
  if (digits === null) return []
  const phone = maskPhone(text)
  return [
    {
      id: `number:${digits}`,
      section: only ?? 'actions',
      icon: MessageSquarePlus,
      title: t('palette.talkTo', { phone }),
      digits,
      isAnswer: true,
      isFocused: true,
      run: () => {
        openNewChat({ phone })
      },
    },
  ]
}

function chatItem(chat: Chat, isAnswer: boolean, hidden: string): Item {
  const phone = chat.phone ? formatPhone(chat.phone) : undefined
  const title = chat.name ?? phone ?? hidden
  return {
    id: `chat:${chat.id}`,
    section: 'chats',
    icon: chat.kind === 'group' ? UsersRound : MessageSquare,
    title,
    hint: [phone === title ? undefined : phone, chat.instance_name].filter(Boolean).join(' · '),
    digits: chat.phone ?? undefined,
    isAnswer,
    href: paths.chat(chat.id),
  }
}

function contactItem(person: Contact, isAnswer: boolean, hidden: string): Item {
  const phone = person.phone ? formatPhone(person.phone) : hidden
  return {
    id: `contact:${person.id}`,
    section: 'contacts',
    icon: BookUser,
    title: person.name ?? phone,
    hint: [person.name ? phone : undefined, person.instance_name].filter(Boolean).join(' · '),
    also: [person.push_name, person.verified_name].filter(Boolean).join(' '),
    digits: person.phone ?? undefined,
    isAnswer,
    href: paths.contact(person.id),
  }
}

function knownContacts(client: ReturnType<typeof useQueryClient>): Contact[] {
  return client
    .getQueriesData<InfiniteData<Page<Contact>>>({ queryKey: key('contact-list', 'rows') })
    .flatMap(([, data]) => data?.pages.flatMap(({ results }) => results) ?? [])
}
