import { useState } from 'react'
import type { Chat, Mensagem } from '../model'

/** Até tantas não lidas cabem na primeira página; além disso abre-se ao redor da primeira. */
const FITS_IN_PAGE = 40

export interface Entry {
  /** Ao redor de qual mensagem pedir a janela; null = as mais novas; undefined = ainda não se sabe. */
  around: number | null | undefined
  unreadAtOpen: number
}

/**
 * Por onde entrar na conversa, decidido uma vez ao abrir: ler não desloca o divisor.
 * A linha da lista basta quase sempre; só com muitas não lidas se espera o detalhe.
 */
export function useEntry(
  chat: Chat | undefined,
  goalMessageId: number | null,
  opensLatest: boolean,
): Entry {
  const [entry, setEntry] = useState<Entry>(() => decide(chat, goalMessageId, opensLatest))
  if (entry.around === undefined && chat) {
    const decided = decide(chat, goalMessageId, opensLatest)
    if (decided.around !== undefined) setEntry(decided)
  }
  return entry
}

function decide(chat: Chat | undefined, goalMessageId: number | null, opensLatest: boolean): Entry {
  const unreadAtOpen = chat?.unread_count ?? 0
  if (opensLatest) return { around: null, unreadAtOpen: 0 }
  if (goalMessageId !== null)
    return { around: goalMessageId, unreadAtOpen: chat ? unreadAtOpen : 0 }
  if (!chat) return { around: undefined, unreadAtOpen: 0 }
  if (unreadAtOpen <= FITS_IN_PAGE) return { around: null, unreadAtOpen }
  return { around: chat.first_unread_id, unreadAtOpen }
}

/** A primeira não lida: a que o servidor disse ou, contando de trás, a n-ésima recebida. */
export function firstUnread(
  items: Mensagem[],
  isLatest: boolean,
  count: number,
  known: number | null,
): number | null {
  if (count === 0) return null
  if (known !== null && items.some(({ id }) => id === known)) return known
  if (!isLatest) return null
  let left = count
  for (const message of [...items].reverse()) {
    if (message.direction !== 'in') continue
    left -= 1
    if (left === 0) return message.id
  }
  return null
}
