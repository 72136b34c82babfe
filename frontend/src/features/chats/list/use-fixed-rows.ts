import { useCallback, useLayoutEffect, useState, type RefObject } from 'react'

const OVERSCAN = 8

interface Range {
  first: number
  last: number
}

/**
 * Lista virtual de linhas de altura igual: saber quais estão à vista é uma divisão, e o TanStack Virtual
 * (9 KB) existe para quando não é. Só redesenha ao cruzar uma linha.
 */
export function useFixedRows(
  scrollRef: RefObject<HTMLElement | null>,
  count: number,
  rowHeight: number,
) {
  const [range, setRange] = useState<Range>({ first: 0, last: 20 })

  const measure = useCallback(() => {
    const scroller = scrollRef.current
    if (!scroller) return
    const first = Math.floor(scroller.scrollTop / rowHeight)
    const last = Math.ceil((scroller.scrollTop + scroller.clientHeight) / rowHeight)
    setRange((known) => (known.first === first && known.last === last ? known : { first, last }))
  }, [scrollRef, rowHeight])

  useLayoutEffect(() => {
    const scroller = scrollRef.current
    if (!scroller) return
    const observer = new ResizeObserver(measure)
    observer.observe(scroller)
    scroller.addEventListener('scroll', measure, { passive: true })
    return () => {
      observer.disconnect()
      scroller.removeEventListener('scroll', measure)
    }
  }, [scrollRef, measure])

  const start = Math.max(0, range.first - OVERSCAN)
  const end = Math.min(count - 1, range.last + OVERSCAN)
  const indexes = Array.from(
    { length: Math.max(0, end - start + 1) },
    (_, offset) => start + offset,
  )

  /** Traz a linha para a vista com o menor movimento. */
  const reveal = useCallback(
    (index: number) => {
      const scroller = scrollRef.current
      if (!scroller) return
      const top = index * rowHeight
      if (top < scroller.scrollTop) scroller.scrollTop = top
      else if (top + rowHeight > scroller.scrollTop + scroller.clientHeight) {
        scroller.scrollTop = top + rowHeight - scroller.clientHeight
      }
      measure()
    },
    [scrollRef, rowHeight, measure],
  )

  return { indexes, last: range.last, height: count * rowHeight, reveal }
}
