import { useRef, type PointerEvent } from 'react'

const HOLD_MS = 500
const SLOP_PX = 10
const SWIPE_PX = 64

interface Gestures {
  onLongPress: () => void
  onSwipeRight: () => void
}

/** Gestos do celular; tudo o que fazem existe também no menu. */
export function useLongPress({ onLongPress, onSwipeRight }: Gestures) {
  const start = useRef<{ x: number; y: number; timer: ReturnType<typeof setTimeout> } | null>(null)
  const cancel = () => {
    if (start.current) clearTimeout(start.current.timer)
    start.current = null
  }
  return {
    onPointerDown: (event: PointerEvent) => {
      if (event.pointerType !== 'touch') return
      cancel()
      start.current = {
        x: event.clientX,
        y: event.clientY,
        timer: setTimeout(() => {
          start.current = null
          onLongPress()
        }, HOLD_MS),
      }
    },
    onPointerMove: (event: PointerEvent) => {
      const from = start.current
      if (!from) return
      const dx = event.clientX - from.x
      const dy = Math.abs(event.clientY - from.y)
      if (dx > SWIPE_PX && dy < SWIPE_PX / 2) {
        cancel()
        onSwipeRight()
      } else if (dy > SLOP_PX || dx < -SLOP_PX) cancel()
      else if (dx > SLOP_PX) clearTimeout(from.timer)
    },
    onPointerUp: cancel,
    onPointerCancel: cancel,
  }
}
