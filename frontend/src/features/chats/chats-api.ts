/** As chamadas que a tela de chats faz, uma função por ato. */
import { http } from '@/api/client'
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

function filterParams({ instance, kind, unread, search }: ChatFilter) {
  return {
    ...(instance ? { instance } : {}),
    ...(kind ? { kind } : {}),
    ...(unread ? { unread: 1 } : {}),
    ...(search ? { search } : {}),
  }
}

/** `next` e `previous` são URLs inteiras; aqui só interessa o caminho, na origem da tela. */
function samePath(url: string): string {
  const { pathname, search } = new URL(url, window.location.origin)
  return pathname + search
}

export async function fetchPage<T>(url: string, signal?: AbortSignal): Promise<Page<T>> {
  const { data } = await http.get<Page<T>>(samePath(url), { signal })
  return data
}

export async function fetchChats(filter: ChatFilter, signal?: AbortSignal): Promise<Page<Chat>> {
  const params = { limit: PAGE, ...filterParams(filter) }
  const { data } = await http.get<Page<Chat>>('/api/chats/', { params, signal })
  return data
}

export async function fetchChatCounts(
  filter: ChatFilter,
  signal?: AbortSignal,
): Promise<ChatCounts> {
  const { data } = await http.get<ChatCounts>('/api/chats/counts/', {
    params: filterParams(filter),
    signal,
  })
  return data
}

export async function fetchChat(id: number, signal?: AbortSignal): Promise<Chat> {
  const { data } = await http.get<Chat>(`/api/chats/${id}/`, { signal })
  return data
}

export async function renameChat(id: number, customName: string | null): Promise<Chat> {
  const { data } = await http.patch<Chat>(`/api/chats/${id}/`, { custom_name: customName })
  return data
}

export async function markRead(id: number, upTo?: number): Promise<Chat> {
  const { data } = await http.post<Chat>(`/api/chats/${id}/read/`, upTo ? { up_to: upTo } : {})
  return data
}

export async function saveDraft(id: number, text: string, replyTo: number | null): Promise<void> {
  if (text === '' && replyTo === null) await http.delete(`/api/chats/${id}/draft/`)
  else await http.put(`/api/chats/${id}/draft/`, { text, reply_to: replyTo })
}

export async function fetchMessages(
  params: { chat: number; around?: number; limit?: number },
  signal?: AbortSignal,
): Promise<Page<Mensagem>> {
  const { data } = await http.get<Page<Mensagem>>('/api/mensagens/', {
    params: { limit: PAGE, ...params },
    signal,
  })
  return data
}

export async function fetchMessage(id: number, signal?: AbortSignal): Promise<MensagemDetail> {
  const { data } = await http.get<MensagemDetail>(`/api/mensagens/${id}/`, { signal })
  return data
}

export async function sendText(
  body: { chat: number; text: string; reply_to: number | null },
  idempotencyKey: string,
): Promise<Mensagem> {
  const { data } = await http.post<Mensagem>(
    '/api/mensagens/',
    { type: 'text', ...body },
    { headers: { 'Idempotency-Key': idempotencyKey } },
  )
  return data
}

export async function retryMessage(id: number): Promise<Mensagem> {
  const { data } = await http.post<Mensagem>(`/api/mensagens/${id}/retry/`)
  return data
}

export async function cancelMessage(id: number): Promise<Mensagem> {
  const { data } = await http.post<Mensagem>(`/api/mensagens/${id}/cancel/`)
  return data
}

export async function resolveMessage(id: number, outcome: 'sent' | 'failed'): Promise<Mensagem> {
  const { data } = await http.post<Mensagem>(`/api/mensagens/${id}/resolve/`, { outcome })
  return data
}

export async function retryMedia(mediaId: number): Promise<void> {
  await http.post(`/api/media/${mediaId}/retry/`)
}

export async function fetchInstances(signal?: AbortSignal): Promise<InstanceRow[]> {
  const { data } = await http.get<Page<InstanceRow>>('/api/instances/', {
    params: { limit: 200 },
    signal,
  })
  return data.results
}

export function mediaFileUrl(mediaId: number): string {
  return `/api/media/${mediaId}/file/`
}
