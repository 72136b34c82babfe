import type { QueryClient } from '@tanstack/react-query'
import { key } from '@/lib/key'
import type { Mensagem } from '../model'
import { patchRows, type ThreadWindow } from './thread-cache'

export function threadKey(chatId: number, around: number | null) {
  return key('mensagens', 'thread', { chatId, around })
}

/** Corrige a conversa em todas as janelas guardadas dela. */
export function writeMessages(queryClient: QueryClient, rows: Mensagem[]): void {
  for (const chatId of new Set(rows.map(({ chat }) => chat))) {
    queryClient.setQueriesData<ThreadWindow>(
      { queryKey: key('mensagens', 'thread', { chatId }) },
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
