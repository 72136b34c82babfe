/**
 * Os rascunhos a caminho do servidor: um pedido de cada vez, sempre com o mais novo, repetido até chegar. Dois ao mesmo
 * tempo podem chegar trocados, e um apagar que se perde traria de volta, em qualquer aparelho, o que já se enviou.
 */
import { call } from '@/api/call'
import { asApiError } from '@/api/errors'
import { sessionStore } from '@/api/session'
import { RowQueue } from '@/live/row-queue'
import type { LocalDraft } from './drafts'

interface Unsaved {
  userId: number
  draft: LocalDraft
}

const queue = new RowQueue()
const newest = new Map<number, Unsaved>()

/** O de quem já saiu não se guarda em nome de quem entrou depois. */
function isOfSession(userId: number): boolean {
  const { status, user } = sessionStore.get()
  return status !== 'out' && (!user || user.id === userId)
}

async function saveAll(chatIds: number[]): Promise<number[]> {
  const failed: number[] = []
  for (const id of chatIds) {
    const unsaved = newest.get(id)
    if (!unsaved || !isOfSession(unsaved.userId)) continue
    try {
      const path = { id }
      const { text, replyTo } = unsaved.draft
      if (text === '' && replyTo === null) await call('DELETE /api/chats/{id}/draft/', { path })
      else await call('PUT /api/chats/{id}/draft/', { path, body: { text, reply_to: replyTo } })
    } catch (error) {
      if (!asApiError(error).isFinal) failed.push(id)
    }
  }
  return failed
}

export function pushDraft(chatId: number, unsaved: Unsaved): void {
  newest.set(chatId, unsaved)
  void queue.add([chatId], saveAll)
}
