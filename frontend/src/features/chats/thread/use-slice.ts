import { useState } from 'react'
import type { ThreadRow } from './rows'

/** Bolhas no DOM de uma vez, e de quanto em quanto a fatia desliza. */
const IN_DOM = 116
const STEP = 40

/**
 * A fatia das linhas que está no DOM. A ponta de baixo é lembrada pela chave de uma linha, não por
 * índice: chegar coisa antiga por cima não a desloca. null = acompanha o fim, e só quem está no fim o
 * acompanha: a quem lê mais acima, o que chega levaria embora por cima as linhas que ele lê.
 */
export function useSlice(rows: ThreadRow[], isAtBottom: boolean) {
  const [endKey, setEndKey] = useState<string | null>(null)
  const found = endKey === null ? -1 : rows.findIndex(({ key }) => key === endKey)
  const end = found === -1 ? rows.length - 1 : found
  const wanted = end < rows.length - 1 ? endKey : isAtBottom ? null : (rows[end]?.key ?? null)
  if (wanted !== endKey) setEndKey(wanted)
  const start = Math.max(0, end - IN_DOM + 1)

  return {
    visible: rows.slice(start, end + 1),
    isAtStart: start === 0,
    isAtEnd: end === rows.length - 1,
    slideUp: () => {
      const target = rows[Math.max(Math.min(IN_DOM, rows.length) - 1, end - STEP)]
      if (target) setEndKey(target.key)
    },
    slideDown: () => {
      const target = end + STEP
      setEndKey(target >= rows.length - 1 ? null : (rows[target]?.key ?? null))
    },
    /** Centra a fatia numa linha. */
    slideTo: (key: string) => {
      const at = rows.findIndex((row) => row.key === key)
      if (at === -1) return false
      const target = at + Math.floor(IN_DOM / 2)
      setEndKey(target >= rows.length - 1 ? null : (rows[target]?.key ?? null))
      return true
    },
    slideToEnd: () => {
      setEndKey(null)
    },
  }
}
