/** As chamadas que a tela de chats faz, uma função por ato, sobre o cliente gerado. */
import i18n from 'i18next'
import {
  chatsCounts,
  chatsDraft,
  chatsDraftDelete,
  chatsList,
  chatsRead,
  chatsRetrieve,
  chatsUnread,
  chatsUpdate,
  instancesList,
  instancesRestart,
  mediaRetry,
  mensagensCancel,
  mensagensCreate,
  mensagensEdit,
  mensagensList,
  mensagensReact,
  mensagensResolve,
  mensagensRetrieve,
  mensagensRetry,
  mensagensRevoke,
} from '@/api/generated/sdk.gen'
import { formDataBodySerializer } from '@/api/generated/client'
import type { ChatsListData, MensagensListData, SendRequest } from '@/api/generated/types.gen'
import { formatPhone } from '@/lib/format'
import type {
  Chat,
  ChatCounts,
  ChatFilter,
  InstanceRow,
  Mensagem,
  MensagemDetail,
  Page,
} from './model'

const PAGE = 50
/** O que espera o gateway leva o tempo dele. */
const SLOW_MS = 90_000

function named(row: Omit<Chat, 'name'> & { name: string | null }): Chat {
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

/** `next` e `previous` são URLs inteiras; os parâmetros delas são o pedido. */
function queryOf<T>(url: string): T {
  return Object.fromEntries(new URL(url, window.location.origin).searchParams) as T
}

export async function fetchChats(
  filter: ChatFilter,
  pageUrl: string | null = null,
  signal?: AbortSignal,
): Promise<Page<Chat>> {
  const query = pageUrl
    ? queryOf<ChatsListData['query']>(pageUrl)
    : { limit: PAGE, ...filterQuery(filter) }
  const { data } = await chatsList({ query, signal })
  return { ...data, results: data.results.map(named) }
}

export async function fetchChatCounts(
  filter: ChatFilter,
  signal?: AbortSignal,
): Promise<ChatCounts> {
  const { data } = await chatsCounts({ query: filterQuery(filter), signal })
  return data
}

export async function fetchChat(id: number, signal?: AbortSignal): Promise<Chat> {
  const { data } = await chatsRetrieve({ path: { id }, signal })
  return named(data)
}

export async function renameChat(id: number, customName: string | null): Promise<Chat> {
  const { data } = await chatsUpdate({ path: { id }, body: { custom_name: customName } })
  return named(data)
}

export async function markRead(id: number, upTo?: number): Promise<Chat> {
  const { data } = await chatsRead({ path: { id }, body: upTo ? { up_to: upTo } : {} })
  return named(data)
}

export async function markUnread(id: number, since: number): Promise<Chat> {
  const { data } = await chatsUnread({ path: { id }, body: { since } })
  return named(data)
}

export async function saveDraft(id: number, text: string, replyTo: number | null): Promise<void> {
  if (text === '' && replyTo === null) await chatsDraftDelete({ path: { id } })
  else await chatsDraft({ path: { id }, body: { text, reply_to: replyTo } })
}

export async function fetchMessages(
  query: NonNullable<MensagensListData['query']>,
  signal?: AbortSignal,
): Promise<Page<Mensagem>> {
  const { data } = await mensagensList({ query: { limit: PAGE, ...query }, signal })
  return data
}

export function fetchMessagesAt(pageUrl: string): Promise<Page<Mensagem>> {
  return fetchMessages(queryOf(pageUrl))
}

export async function fetchMessage(id: number, signal?: AbortSignal): Promise<MensagemDetail> {
  const { data } = await mensagensRetrieve({ path: { id }, signal })
  return data
}

interface Upload {
  file: File
  signal: AbortSignal
  onProgress: (part: number) => void
}

export async function sendMessage(
  body: SendRequest,
  idempotencyKey: string,
  upload?: Upload,
): Promise<Mensagem> {
  const named = { 'Idempotency-Key': idempotencyKey }
  if (!upload) return (await mensagensCreate({ body, headers: named })).data
  // Sem tipo declarado o navegador escreve o dele, com a fronteira do multipart.
  const headers = { ...named, 'Content-Type': null }
  const { data } = await mensagensCreate({
    ...formDataBodySerializer,
    body: { ...body, file: upload.file },
    headers,
    signal: upload.signal,
    timeout: 0,
    onUploadProgress: ({ progress }) => {
      upload.onProgress(progress ?? 0)
    },
  })
  return data
}

export async function retryMessage(id: number): Promise<Mensagem> {
  const { data } = await mensagensRetry({ path: { id } })
  return data
}

export async function cancelMessage(id: number): Promise<Mensagem> {
  const { data } = await mensagensCancel({ path: { id } })
  return data
}

export async function resolveMessage(id: number, outcome: 'sent' | 'failed'): Promise<Mensagem> {
  const { data } = await mensagensResolve({ path: { id }, body: { outcome } })
  return data
}

export async function reactToMessage(id: number, emoji: string): Promise<Mensagem> {
  const { data } = await mensagensReact({ path: { id }, body: { emoji }, timeout: SLOW_MS })
  return data
}

export async function editMessage(id: number, text: string): Promise<Mensagem> {
  const { data } = await mensagensEdit({ path: { id }, body: { text }, timeout: SLOW_MS })
  return data
}

export async function revokeMessage(id: number): Promise<Mensagem> {
  const { data } = await mensagensRevoke({ path: { id }, timeout: SLOW_MS })
  return data
}

export async function restartInstance(id: number, clearsQueue: boolean): Promise<void> {
  await instancesRestart({ path: { id }, body: { clear_queue: clearsQueue }, timeout: SLOW_MS })
}

export async function retryMedia(id: number): Promise<void> {
  await mediaRetry({ path: { id } })
}

export async function fetchInstances(signal?: AbortSignal): Promise<InstanceRow[]> {
  const { data } = await instancesList({ query: { limit: 200 }, signal })
  return data.results
}
