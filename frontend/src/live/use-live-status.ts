import { useEffect, useState, useSyncExternalStore } from 'react'
import { liveStore, type LiveMode } from './live-store'

const QUIET_MS = 3_000

export interface LiveStatus {
  mode: LiveMode
  since: number
  isOnline: boolean
  /** Só depois de 3 s fora: soluço de rede não vira faixa na tela. */
  isTroubled: boolean
}

function subscribeOnline(listener: () => void): () => void {
  window.addEventListener('online', listener)
  window.addEventListener('offline', listener)
  return () => {
    window.removeEventListener('online', listener)
    window.removeEventListener('offline', listener)
  }
}

export function useLiveStatus(): LiveStatus {
  const { mode, since } = useSyncExternalStore(liveStore.subscribe, liveStore.get)
  const isOnline = useSyncExternalStore(subscribeOnline, () => navigator.onLine)
  const isAway = !isOnline || mode === 'down' || mode === 'connecting'
  const [isTroubled, setTroubled] = useState(false)

  useEffect(() => {
    if (!isAway) return
    const timer = setTimeout(() => {
      setTroubled(true)
    }, QUIET_MS)
    return () => {
      clearTimeout(timer)
      setTroubled(false)
    }
  }, [isAway])

  return { mode, since, isOnline, isTroubled: isAway && isTroubled }
}
