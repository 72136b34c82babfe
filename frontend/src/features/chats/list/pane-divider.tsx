import { useState, type KeyboardEvent, type PointerEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { readLocal, writeLocal } from '@/lib/storage'

const MIN = 280
const MAX = 420
const USUAL = 340
const STEP = 20

function clamp(width: number): number {
  return Math.round(Math.min(MAX, Math.max(MIN, width)))
}

export function usePaneWidth(): [number, (width: number) => void] {
  const [width, setWidth] = useState(() => clamp(Number(readLocal('listWidth')) || USUAL))
  return [
    width,
    (next) => {
      const kept = clamp(next)
      writeLocal('listWidth', String(kept))
      setWidth(kept)
    },
  ]
}

/** Divisória arrastável; com o foco nela, as setas também movem. */
export function PaneDivider({
  width,
  onWidth,
}: {
  width: number
  onWidth: (width: number) => void
}) {
  const { t } = useTranslation()

  function onPointerDown(event: PointerEvent<HTMLDivElement>) {
    const divider = event.currentTarget
    const start = event.clientX
    divider.setPointerCapture(event.pointerId)
    const onMove = (move: globalThis.PointerEvent) => {
      onWidth(width + move.clientX - start)
    }
    // O toque pode virar rolagem, ou a janela perder o ponteiro: aí não vem pointerup.
    const stop = new AbortController()
    const { signal } = stop
    divider.addEventListener('pointermove', onMove, { signal })
    for (const ending of ['pointerup', 'pointercancel', 'lostpointercapture']) {
      divider.addEventListener(
        ending,
        () => {
          stop.abort()
        },
        { signal },
      )
    }
  }

  function onKeyDown(event: KeyboardEvent) {
    const moves: Record<string, number> = {
      ArrowLeft: width - STEP,
      ArrowRight: width + STEP,
      Home: MIN,
      End: MAX,
    }
    const next = moves[event.key]
    if (next === undefined) return
    event.preventDefault()
    onWidth(next)
  }

  return (
    // Separador com foco é um controle, pelo padrão «window splitter».
    /* eslint-disable jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/no-noninteractive-tabindex */
    <div
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={t('chats.resize')}
      aria-valuenow={width}
      aria-valuemin={MIN}
      aria-valuemax={MAX}
      onPointerDown={onPointerDown}
      onKeyDown={onKeyDown}
      className="relative w-px shrink-0 cursor-col-resize touch-none bg-border before:absolute before:inset-y-0 before:-left-1 before:w-2.5 hover:bg-accent focus-visible:bg-accent"
    />
    /* eslint-enable */
  )
}
