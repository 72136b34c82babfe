/** A ordem que o olho já decorou, e quem subiria se ela fosse solta. Puro. */
import type { Chat } from '../model'

/** As conversas na ordem congelada; as que chegaram depois esperam fora. */
export function inFrozenOrder(chats: Chat[], order: number[]): Chat[] {
  const byId = new Map(chats.map((chat) => [chat.id, chat]))
  const kept = order.flatMap((id) => byId.get(id) ?? [])
  const known = new Set(order)
  // Páginas mais antigas que se carregaram rolando entram no fim, onde sempre estariam.
  const oldestKept = kept.at(-1)?.active_at ?? ''
  const older = chats.filter((chat) => !known.has(chat.id) && chat.active_at < oldestKept)
  return [...kept, ...older]
}

/** Quantas conversas subiriam se a lista fosse solta agora. */
export function movedUp(chats: Chat[], order: number[]): number {
  const shown = inFrozenOrder(chats, order)
  const place = new Map(shown.map((chat, index) => [chat.id, index]))
  let highest = -1
  let moved = 0
  // Quem não respeita a ordem relativa congelada é quem subiu; percorre-se de baixo para cima.
  for (const chat of [...chats].reverse()) {
    const at = place.get(chat.id)
    if (at === undefined) moved += 1
    else if (highest === -1 || at < highest) highest = at
    else moved += 1
  }
  return moved
}
