import { createStore } from '@/lib/store'

/** O que o shell abre por cima de qualquer página. */
export const overlayStore = createStore<'keyboard' | 'activity' | null>(null)
