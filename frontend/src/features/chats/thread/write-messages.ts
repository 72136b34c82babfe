import type { QueryClient } from '@tanstack/react-query'
import type { Mensagem } from '../model'
import { patchRows, type ThreadWindow } from './thread-cache'

export function threadKey(chatId: number, around: number | null) {
  return [{ _id: 'chatsThread', tags: ['mensagens'], chatId, around }] as const
}

/** Corrige a conversa em todas as janelas guardadas dela. */
export function writeMessages(queryClient: QueryClient, rows: Mensagem[]): void {
  for (const chatId of new Set(rows.map(({ chat }) => chat))) {
    queryClient.setQueriesData<ThreadWindow>(
      {
        predicate: ({ queryKey: [first] }) =>
          typeof first === 'object' &&
          first !== null &&
          '_id' in first &&
          first._id === 'chatsThread' &&
          'chatId' in first &&
          first.chatId === chatId,
      },
      (window) =>
        window
          ? patchRows(
              window,
              rows.filter(({ chat }) => chat === chatId),
            )
          : window,
    )
  }
}
