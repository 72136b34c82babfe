import { createStore } from '@/lib/store'

/** Gravações começadas e não enviadas, por conversa, enquanto a aba vive. */
export interface Voice {
  blob: Blob
  ms: number
}

const store = createStore<ReadonlyMap<number, Voice>>(new Map())

/** Quem grava entrega o último pedaço depois de a conversa já ter reaberto: o campo espera por ele aqui. */
export const voicesStore: Pick<typeof store, 'get' | 'subscribe'> = store

export function keptVoice(chatId: number): Voice | null {
  return store.get().get(chatId) ?? null
}

export function keepVoice(chatId: number, voice: Voice | null): void {
  const kept = new Map(store.get())
  if (voice) kept.set(chatId, voice)
  else kept.delete(chatId)
  store.set(kept)
}

// Trocar de conversa as guarda; fechar a aba as perderia, e por isso pergunta.
window.addEventListener('beforeunload', (event) => {
  if (store.get().size > 0) event.preventDefault()
})
