import { createStore } from '@/lib/store'

/** O que o shell abre por cima de qualquer página. */
export const overlayStore = createStore<'keyboard' | 'activity' | 'palette' | null>(null)

export function openPalette(): void {
  overlayStore.set('palette')
}
