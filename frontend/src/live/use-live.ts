import { useEffect, useEffectEvent } from 'react'
import { listenLive, type LiveSignal } from './changes'

/** Escuta o fluxo enquanto o componente vive. */
export function useLive(handle: (signal: LiveSignal) => void): void {
  const onSignal = useEffectEvent(handle)
  useEffect(
    () =>
      listenLive((signal) => {
        onSignal(signal)
      }),
    [],
  )
}
