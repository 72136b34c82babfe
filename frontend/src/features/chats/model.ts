/** O que a tela de chats lê da API: os tipos gerados, com o nome sempre dito. */
import type { ApiErrorItem } from '@/api/errors'
import type * as api from '@/api/generated/types.gen'

export type {
  ChatCounts,
  ChatKind,
  Choices,
  Draft,
  Media,
  Mensagem,
  MessageType,
  Quoted,
} from '@/api/generated/types.gen'

/** Sem nome no WhatsApp mostra-se o número; chats-api.ts põe. */
export type Chat = Omit<api.Chat, 'name'> & {
  name: string
  /** Só o detalhe sabe. */
  first_unread_id?: number | null
}

export type InstanceRow = Pick<
  api.Instance,
  'id' | 'cliente' | 'name' | 'status' | 'status_reason' | 'last_status' | 'status_since' | 'phone'
>

/** O filtro da lista, tal como mora na URL. */
export interface ChatFilter {
  cliente: number | null
  instance: number | null
  kind: api.ChatKind | null
  unread: boolean
  waiting: boolean
  search: string
}

export const NO_FILTER: ChatFilter = {
  cliente: null,
  instance: null,
  kind: null,
  unread: false,
  waiting: false,
  search: '',
}

/** Um envio que uma pessoa tirou da fila: para o servidor não saiu, mas ninguém falhou. */
export function isCancelled({
  status,
  error_code: code,
}: Pick<api.Mensagem, 'status' | 'error_code'>): boolean {
  return status === 'failed' && code === 'cancelled'
}

/** Um envio que uma pessoa tirou da vista; provado depois que saiu, volta a ver-se. */
export function isDiscarded({
  status,
  discarded_at: at,
}: Pick<api.Mensagem, 'status' | 'discarded_at'>): boolean {
  return at !== null && (status === 'failed' || status === 'unknown')
}

/** Os atos de uma mensagem que pedem uma decisão, cada um no seu diálogo (acts/). */
export type ActKind = 'react' | 'edit' | 'revoke' | 'forward' | 'queue' | 'restart'

export interface ActDialogProps {
  message: api.Mensagem
  onClose: () => void
}

/** O que vai além de texto: lugar, cartão, enquete, lista, hora marcada, o que se encaminha. */
type OutgoingFields = Omit<
  api.SendRequest,
  'chat' | 'instance' | 'phone' | 'text' | 'reply_to' | 'file' | 'type'
>

export interface Outgoing {
  /** A Idempotency-Key, que também é a identidade da bolha. */
  key: string
  chat: number
  type: api.SendType
  text: string | null
  fields: OutgoingFields
  replyTo: number | null
  quoted: api.Quoted | null
  /** O envio que falhou e este corrige: aceito este, o outro sai da vista. */
  replaces?: number | null
  createdAt: string
  /** refused: o servidor disse não; só a pessoa decide o que fazer. */
  state: 'sending' | 'waiting' | 'refused'
  error: string | null
  /** Os erros do servidor por campo, para o formulário que se abre de novo. */
  errors?: ApiErrorItem[]
}
