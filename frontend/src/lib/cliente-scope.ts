import { createStore } from './store'

/** O cliente que a administração escolheu nesta aba; o endereço o leva, e isto o repõe onde um link o perdeu. */
export const clienteScope = createStore<string | null>(null)
