/** A lista de conversas na mão: páginas do servidor corrigidas linha a linha pelo fluxo. Puro. */
import type { InfiniteData } from '@tanstack/react-query'
import { keepEqual } from '@/lib/keep-equal'
import type { Page } from '@/api/pages'
import type { Chat, ChatFilter } from '../model'

export type ChatPages = InfiniteData<Page<Chat>>

function newestFirst(a: Chat, b: Chat): number {
  return a.active_at === b.active_at ? b.id - a.id : a.active_at < b.active_at ? 1 : -1
}

/** Uma conversa pode vir em duas páginas quando sobe entre um pedido e outro. */
export function chatsOf(pages: ChatPages | undefined): Chat[] {
  if (!pages) return []
  const byId = new Map<number, Chat>()
  for (const page of pages.pages) {
    for (const chat of page.results) if (!byId.has(chat.id)) byId.set(chat.id, chat)
  }
  return [...byId.values()].sort(newestFirst)
}

/** Com busca por texto não há como saber aqui: só o servidor diz se casa. */
function matches(chat: Chat, filter: ChatFilter): boolean {
  if (filter.cliente !== null && chat.cliente !== filter.cliente) return false
  if (filter.waiting && chat.waiting_since === null) return false
  if (filter.instance !== null && chat.instance !== filter.instance) return false
  if (filter.kind !== null && chat.kind !== filter.kind) return false
  if (filter.unread && chat.unread_count === 0) return false
  return filter.search === ''
}

export function patchChats(pages: ChatPages, rows: Chat[], filter: ChatFilter): ChatPages {
  const byId = new Map(rows.map((row) => [row.id, row]))
  const known = new Set<number>()
  const next = pages.pages.map((page) => ({
    ...page,
    results: page.results.map((chat) => {
      const row = byId.get(chat.id)
      if (row) known.add(chat.id)
      return row ? keepEqual(chat, row) : chat
    }),
  }))
  const arrived = rows.filter((row) => !known.has(row.id) && matches(row, filter))
  const [first, ...rest] = next
  if (!first || (arrived.length === 0 && known.size === 0)) return pages
  return { ...pages, pages: [{ ...first, results: [...arrived, ...first.results] }, ...rest] }
}

export function removeChat(pages: ChatPages, id: number): ChatPages {
  return {
    ...pages,
    pages: pages.pages.map((page) => ({
      ...page,
      results: page.results.filter((chat) => chat.id !== id),
    })),
  }
}
