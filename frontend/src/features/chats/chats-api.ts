/** O que a tela de chats pede mais de uma vez, e a conversa sempre com nome. */
import i18n from 'i18next'
import { call } from '@/api/call'
import type * as api from '@/api/generated/types.gen'
import { formatPhone } from '@/lib/format'
import type { Chat, ChatFilter } from './model'

const PAGE = 50

export function named(row: api.Chat): Chat {
  const name = row.name ?? (row.phone ? formatPhone(row.phone) : i18n.t('bubble.hiddenNumber'))
  // Só fotos servidas por nós: as do WhatsApp vencem, e a CSP as barra.
  return { ...row, name, picture_url: row.picture }
}

function filterQuery({ cliente, instance, kind, unread, waiting, search }: ChatFilter) {
  return {
    ...(cliente ? { cliente } : {}),
    ...(instance ? { instance } : {}),
    ...(kind ? { kind } : {}),
    ...(unread ? { unread } : {}),
    ...(waiting ? { waiting } : {}),
    ...(search ? { search } : {}),
  }
}

export async function fetchChats(
  filter: ChatFilter,
  at: string | null = null,
  signal?: AbortSignal,
) {
  const page = await call('GET /api/chats/', {
    query: { limit: PAGE, ...filterQuery(filter) },
    at,
    signal,
  })
  return { ...page, results: page.results.map(named) }
}

export const fetchChatCounts = (filter: ChatFilter, signal?: AbortSignal) =>
  call('GET /api/chats/counts/', { query: filterQuery(filter), signal })

export async function fetchChat(id: number, signal?: AbortSignal): Promise<Chat> {
  return named(await call('GET /api/chats/{id}/', { path: { id }, signal }))
}

export async function markRead(id: number, upTo?: number): Promise<Chat> {
  const body = upTo ? { up_to: upTo } : {}
  return named(await call('POST /api/chats/{id}/read/', { path: { id }, body }))
}

export const fetchMessages = (
  query: NonNullable<api.MensagensListData['query']>,
  at: string | null = null,
  signal?: AbortSignal,
) => call('GET /api/mensagens/', { query: { limit: PAGE, ...query }, at, signal })

export const fetchMessage = (id: number, signal?: AbortSignal) =>
  call('GET /api/mensagens/{id}/', { path: { id }, signal })
