/** O que a tela de chats lê da API (INTERFACE.md seção 3 e os extras combinados). */
import type { MessageStatus } from '@/components/message-tick'

export type ChatKind = 'direct' | 'group' | 'channel' | 'status'
export type Origin = 'contact' | 'phone' | 'api'
export type MessageType =
  | 'text'
  | 'image'
  | 'video'
  | 'video_note'
  | 'audio'
  | 'voice'
  | 'document'
  | 'sticker'
  | 'location'
  | 'live_location'
  | 'contact'
  | 'poll'
  | 'button_reply'
  | 'list_reply'
  | 'list'
  | 'buttons'
  | 'unknown'

export interface LastMessage {
  id: number
  direction: 'in' | 'out'
  origin: Origin
  type: MessageType
  text: string | null
  status: MessageStatus
  sender_name: string | null
  seconds: number | null
  revoked: boolean
}

export interface Draft {
  text: string
  reply_to: number | null
  updated_at: string
}

export interface Chat {
  id: number
  cliente: number
  instance: number
  instance_name: string
  chat_id: string
  kind: ChatKind
  name: string
  phone: string | null
  push_name: string | null
  custom_name: string | null
  picture_url: string | null
  unread_count: number
  last_message_at: string | null
  last_message_preview: string | null
  last_message: LastMessage | null
  presence: { state: 'composing' | 'recording'; until: string } | null
  waiting_since: string | null
  read_up_to_id: number | null
  first_unread_id?: number | null
  draft: Draft | null
}

export interface Media {
  id: number
  kind: string
  mime_type: string | null
  size: number | null
  file_name: string | null
  seconds: number | null
  width: number | null
  height: number | null
  status: 'pending' | 'ready' | 'failed' | 'expired'
  url: string | null
  thumbnail: string | null
  pages: number | null
  waveform: number[] | null
  is_gif: boolean
  is_animated: boolean
  view_once: boolean
  error: string | null
}

export interface Quoted {
  id: number | null
  message_id: string
  sender_id: string | null
  sender_name: string | null
  from_me: boolean
  type: MessageType
  text: string | null
}

export interface Mensagem {
  id: number
  chat: number
  instance: number
  cliente: number
  message_id: string | null
  direction: 'in' | 'out'
  origin: Origin
  type: MessageType
  unknown_kind: string | null
  text: string | null
  status: MessageStatus
  error: string | null
  error_code: string | null
  can_retry: boolean
  attempt: number
  is_waiting: boolean
  created_at: string
  accepted_at: string | null
  sent_at: string
  sender_id: string | null
  sender_name: string | null
  author: { id: number; name: string } | null
  quoted_message_id: string | null
  quoted: Quoted | null
  edited_at: string | null
  revoked_at: string | null
  is_forwarded: boolean
  reactions: { emoji: string; sender_id: string }[]
  media: Media | null
  location: {
    latitude: number
    longitude: number
    name: string | null
    address: string | null
  } | null
  contacts: { name: string; phones: string[] }[] | null
  poll: { question: string; options: string[]; max_choices: number | null } | null
  link: { url: string; title: string | null; description: string | null } | null
  choice_id: string | null
  event: number | null
}

export interface MensagemDetail extends Mensagem {
  edits: { text: string; moment: string }[]
  steps: { name: string; at: string; event: number | null }[]
}

export interface InstanceRow {
  id: number
  name: string
  status: string
  status_reason: string | null
  last_status: string | null
  status_since: string | null
  phone: string | null
}

export interface Page<T> {
  next: string | null
  previous: string | null
  results: T[]
}

export interface ChatCounts {
  all: number
  unread: number
  waiting: number
}

/** O filtro da lista, tal como mora na URL. */
export interface ChatFilter {
  instance: number | null
  kind: ChatKind | null
  unread: boolean
  search: string
}
