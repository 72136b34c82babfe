import { useSyncExternalStore } from 'react'

/** Um relógio por ritmo para a tela inteira, não um por linha; para quando a aba some. */
function createClock(everyMs: number) {
  const listeners = new Set<() => void>()
  let now = Date.now()
  let timer: ReturnType<typeof setInterval> | undefined
  const tick = () => {
    if (document.visibilityState === 'hidden') return
    now = Date.now()
    for (const listener of [...listeners]) listener()
  }
  return {
    get: () => now,
    subscribe: (listener: () => void) => {
      if (listeners.size === 0) {
        now = Date.now()
        timer = setInterval(tick, everyMs)
        document.addEventListener('visibilitychange', tick)
      }
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
        if (listeners.size > 0) return
        clearInterval(timer)
        document.removeEventListener('visibilitychange', tick)
      }
    },
  }
}

const seconds = createClock(1_000)
const halfMinutes = createClock(30_000)

export function useNow(pace: 'second' | 'half-minute' = 'half-minute'): number {
  const clock = pace === 'second' ? seconds : halfMinutes
  return useSyncExternalStore(clock.subscribe, clock.get)
}
