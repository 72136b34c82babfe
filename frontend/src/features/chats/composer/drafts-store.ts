import { createStore } from '@/lib/store'

/** Conversas com rascunho neste navegador, para a lista mostrar «Rascunho:» sem esperar o servidor. */
export const draftsStore = createStore<ReadonlyMap<number, string>>(new Map())
