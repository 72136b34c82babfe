import { useState, type PointerEvent, type WheelEvent } from 'react'

const MAX = 5
const STEP = 1.25

interface View {
  scale: number
  x: number
  y: number
  turns: number
}

const FIT: View = { scale: 1, x: 0, y: 0, turns: 0 }

export function useZoom() {
  const [view, setView] = useState(FIT)
  const zoom = (factor: number) => {
    setView((current) => {
      const scale = Math.min(MAX, Math.max(1, current.scale * factor))
      return scale === 1 ? { ...current, scale, x: 0, y: 0 } : { ...current, scale }
    })
  }
  return {
    view,
    reset: () => {
      setView(FIT)
    },
    zoomIn: () => {
      zoom(STEP)
    },
    zoomOut: () => {
      zoom(1 / STEP)
    },
    toggle: () => {
      setView((current) =>
        current.scale > 1 ? { ...FIT, turns: current.turns } : { ...current, scale: 2 },
      )
    },
    rotate: () => {
      setView((current) => ({ ...current, turns: current.turns + 1 }))
    },
    onWheel: (event: WheelEvent) => {
      zoom(event.deltaY < 0 ? STEP : 1 / STEP)
    },
    onPointerMove: (event: PointerEvent) => {
      if (event.buttons !== 1) return
      setView((current) =>
        current.scale === 1
          ? current
          : { ...current, x: current.x + event.movementX, y: current.y + event.movementY },
      )
    },
  }
}
