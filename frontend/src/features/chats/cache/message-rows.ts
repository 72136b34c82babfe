/** As mensagens no cache: as janelas guardadas de cada conversa, e quem escreve nelas. */
import type { QueryClient } from '@tanstack/react-query'
import { key } from '@/lib/key'
import { RowCache } from '@/live/row-cache'
import type { Mensagem } from '../model'
import { patchRows, removeRow, type ThreadWindow } from './thread-window'

export const threadKey = (chatId: number, around: number | null) =>
  key('mensagens', 'thread', { chatId, around })

export const threads = new RowCache<ThreadWindow, Mensagem>({
  prefix: key('mensagens', 'thread'),
  put: patchRows,
  drop: removeRow,
})

/** Corrige a conversa em todas as janelas guardadas dela. */
export function writeMessages(client: QueryClient, rows: Mensagem[]): void {
  for (const chatId of new Set(rows.map(({ chat }) => chat))) {
    const own = rows.filter(({ chat }) => chat === chatId)
    threads.write(client, own, key('mensagens', 'thread', { chatId }))
  }
}
