import { useChatCounts } from './list/use-chat-list'

/** Conversas com mensagens não lidas, para o trilho e o título. */
export function useUnreadTotal(): number {
  return useChatCounts()?.unread ?? 0
}
