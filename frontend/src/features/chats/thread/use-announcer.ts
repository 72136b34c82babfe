import { useCallback, useEffect, useRef, useState } from 'react'

const PACE_MS = 2_000

/** No máximo um anúncio a cada 2 s; o que se juntou no meio vira «e mais 3». */
export function useAnnouncer(more: (count: number) => string) {
  const [text, setText] = useState('')
  const waiting = useRef<string[]>([])
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const lastAt = useRef(0)

  useEffect(
    () => () => {
      clearTimeout(timer.current)
    },
    [],
  )

  const announce = useCallback(
    (sentence: string) => {
      waiting.current.push(sentence)
      clearTimeout(timer.current)
      timer.current = setTimeout(
        () => {
          const [first = '', ...rest] = waiting.current
          waiting.current = []
          lastAt.current = Date.now()
          setText(rest.length > 0 ? `${first} ${more(rest.length)}` : first)
        },
        Math.max(0, lastAt.current + PACE_MS - Date.now()),
      )
    },
    [more],
  )
  return { text, announce }
}
