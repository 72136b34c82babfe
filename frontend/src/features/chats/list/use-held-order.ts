import { useState } from 'react'
import type { Chat } from '../model'
import { inFrozenOrder, movedUp } from './frozen-order'

/** Congela a ordem enquanto o ponteiro ou o foco está na lista: nada foge do clique. */
export function useHeldOrder(chats: Chat[], filterKey: string) {
  const [held, setHeld] = useState<{ filterKey: string; ids: number[] } | null>(null)
  const isHeld = held !== null && held.filterKey === filterKey && held.ids.length > 0
  const shown = isHeld ? inFrozenOrder(chats, held.ids) : chats

  return {
    shown,
    moved: isHeld ? movedUp(chats, held.ids) : 0,
    hold: () => {
      if (!isHeld) setHeld({ filterKey, ids: chats.map(({ id }) => id) })
    },
    /** Põe a ordem em dia sem soltar. */
    catchUp: () => {
      setHeld({ filterKey, ids: chats.map(({ id }) => id) })
    },
    release: () => {
      setHeld(null)
    },
  }
}
