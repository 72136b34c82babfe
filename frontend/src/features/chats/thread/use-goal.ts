import { useLayoutEffect, useRef, useState } from 'react'
import type { useAnchoredScroll } from './use-anchored-scroll'
import type { useSlice } from './use-slice'

/** Aonde a rolagem deve ir assim que a linha existir no DOM. */
export type Goal =
  | { kind: 'end' }
  | {
      kind: 'row'
      key: string
      place: 'center' | 'quarter' | { top: number }
      isHighlighted?: boolean
    }

const HIGHLIGHT_MS = 2_000

export function useGoal(
  initial: Goal,
  scroll: ReturnType<typeof useAnchoredScroll>,
  slice: ReturnType<typeof useSlice>,
) {
  const [goal, setGoal] = useState<Goal | null>(initial)
  const [highlighted, setHighlighted] = useState<string | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const { scrollRef, contentRef, isPinnedRef, placedAtRef, remember } = scroll

  // Medir e rolar só depois que a linha existe no DOM; zerar o destino é parte do mesmo ato.
  /* eslint-disable react-hooks/set-state-in-effect */
  useLayoutEffect(() => {
    const scroller = scrollRef.current
    if (!goal || !scroller) return
    if (goal.kind === 'end') {
      if (!slice.isAtEnd) {
        slice.slideToEnd()
        return
      }
      isPinnedRef.current = true
      scroller.scrollTop = scroller.scrollHeight
    } else {
      const row = contentRef.current?.querySelector<HTMLElement>(
        `[data-key="${CSS.escape(goal.key)}"]`,
      )
      if (!row) {
        if (!slice.slideTo(goal.key)) setGoal(null)
        return
      }
      const height = scroller.clientHeight
      const wanted =
        goal.place === 'center'
          ? Math.max(48, (height - row.offsetHeight) / 2)
          : goal.place === 'quarter'
            ? height / 4
            : goal.place.top
      isPinnedRef.current = false
      scroller.scrollTop +=
        row.getBoundingClientRect().top - scroller.getBoundingClientRect().top - wanted
      if (goal.isHighlighted) {
        setHighlighted(goal.key)
        clearTimeout(timer.current)
        timer.current = setTimeout(() => {
          setHighlighted(null)
        }, HIGHLIGHT_MS)
      }
    }
    placedAtRef.current = scroller.scrollTop
    remember()
    setGoal(null)
  }, [goal, slice, scrollRef, contentRef, isPinnedRef, placedAtRef, remember])
  /* eslint-enable react-hooks/set-state-in-effect */

  return { setGoal, highlighted, hasGoal: goal !== null }
}
