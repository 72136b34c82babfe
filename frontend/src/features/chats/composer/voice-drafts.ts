/** Gravações começadas e não enviadas, por conversa, enquanto a aba vive. */
export interface Voice {
  blob: Blob
  ms: number
}

const kept = new Map<number, Voice>()

export function keptVoice(chatId: number): Voice | null {
  return kept.get(chatId) ?? null
}

export function keepVoice(chatId: number, voice: Voice | null): void {
  if (voice) kept.set(chatId, voice)
  else kept.delete(chatId)
}

// Trocar de conversa as guarda; fechar a aba as perderia, e por isso pergunta.
window.addEventListener('beforeunload', (event) => {
  if (kept.size > 0) event.preventDefault()
})
