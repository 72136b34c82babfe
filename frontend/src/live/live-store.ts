import { createStore } from '@/lib/store'

export type LiveMode = 'connecting' | 'live' | 'polling' | 'down'

export interface LiveState {
  mode: LiveMode
  /** Desde quando está assim. */
  since: number
}

export const liveStore = createStore<LiveState>({ mode: 'connecting', since: Date.now() })
