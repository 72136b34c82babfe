import type { Chat } from '@/features/chats/model'

export function aChat(changes: Partial<Chat> = {}): Chat {
  return {
    id: 1,
    cliente: 1,
    instance: 1,
    instance_name: 'Vendas',
    chat_id: '5511900000001',
    kind: 'direct',
    name: 'Ana Souza',
    phone: '5511900000001',
    push_name: null,
    custom_name: null,
    picture_url: null,
    picture: null,
    contact: null,
    unread_count: 0,
    last_message_at: null,
    active_at: '2026-01-01T12:00:00Z',
    last_message_preview: null,
    last_message: null,
    presence: null,
    waiting_since: null,
    read_up_to_id: null,
    draft: null,
    ...changes,
  }
}
