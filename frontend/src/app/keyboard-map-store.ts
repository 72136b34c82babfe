import { createStore } from '@/lib/store'

export const keyboardMapStore = createStore(false)
