import { call, SLOW_MS } from '@/api/call'
import type { Mensagem } from '../model'
import { actNotes, noteOn, wordsOf } from './act-notes'

/** Reage já na tela; se o gateway disser não, volta ao que era e diz por quê na própria mensagem. */
export async function reactTo(
  message: Mensagem,
  emoji: string,
  patch: (message: Mensagem) => void,
): Promise<void> {
  const note = { emoji }
  noteOn(message.id, note)
  try {
    patch(
      await call('POST /api/mensagens/{id}/react/', {
        path: { id: message.id },
        body: { emoji },
        timeout: SLOW_MS,
      }),
    )
    // Outra reação pode ter começado enquanto esta ia.
    if (actNotes.get().get(message.id) === note) noteOn(message.id, null)
  } catch (error) {
    if (actNotes.get().get(message.id) === note) noteOn(message.id, { error: wordsOf(error) })
  }
}
