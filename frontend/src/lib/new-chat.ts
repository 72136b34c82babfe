/**
 * Começar uma conversa ou um grupo, de qualquer tela: o diálogo abre por cima dela e Esc volta a ela. Aqui em lib
 * porque quem o pede (uma bolha, a paleta, um contato) não conhece quem o desenha (o shell).
 */
import { createStore } from './store'

export interface NewChat {
  kind: 'chat' | 'group'
  /** O número que já se tem, como estava escrito. */
  phone: string | null
  instance: number | null
}

export const newChatStore = createStore<NewChat | null>(null)

export function openNewChat(asked: Partial<NewChat> = {}): void {
  newChatStore.set({ kind: 'chat', phone: null, instance: null, ...asked })
}

export function closeNewChat(): void {
  newChatStore.set(null)
}
