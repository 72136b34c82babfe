import { describe, expect, it } from 'vitest'
import { aChat } from '@/test/chats'
import { inFrozenOrder, movedUp } from './frozen-order'
import { NO_FILTER as anyFilter } from '../model'
import { chatsOf, patchChats, type ChatPages } from '../cache/chat-pages'

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString()
const chat = (id: number, minute: number, changes = {}) =>
  aChat({ id, last_message_at: at(minute), active_at: at(minute), ...changes })
const pagesOf = (...rows: ReturnType<typeof aChat>[]): ChatPages => ({
  pages: [{ next: null, previous: null, results: rows }],
  pageParams: [null],
})
const ids = (chats: { id: number }[]) => chats.map(({ id }) => id)

describe('chat list', () => {
  it('moves a chat up when its row changes', () => {
    const pages = patchChats(pagesOf(chat(1, 3), chat(2, 2)), [chat(2, 9)], anyFilter)
    expect(ids(chatsOf(pages))).toEqual([2, 1])
  })

  it('puts a new chat without messages where it was made', () => {
    const made = aChat({ id: 7, last_message_at: null, active_at: at(5) })
    const pages = patchChats(pagesOf(chat(1, 9), chat(2, 3)), [made], anyFilter)
    expect(ids(chatsOf(pages))).toEqual([1, 7, 2])
  })

  it('adds a new chat only where it fits the filter', () => {
    const pages = pagesOf(chat(1, 3))
    expect(ids(chatsOf(patchChats(pages, [chat(5, 9)], anyFilter)))).toEqual([5, 1])
    expect(patchChats(pages, [chat(5, 9)], { ...anyFilter, unread: true })).toBe(pages)
    expect(patchChats(pages, [chat(5, 9)], { ...anyFilter, search: 'ana' })).toBe(pages)
    expect(patchChats(pages, [chat(5, 9)], { ...anyFilter, waiting: true })).toBe(pages)
    expect(patchChats(pages, [chat(5, 9)], { ...anyFilter, cliente: 99 })).toBe(pages)
  })

  it('keeps a frozen order and counts who would move', () => {
    const order = [1, 2, 3]
    const now = [chat(4, 9), chat(3, 8), chat(1, 3), chat(2, 2)]
    expect(ids(inFrozenOrder(now, order))).toEqual([1, 2, 3])
    expect(movedUp(now, order)).toBe(2)
    expect(movedUp([chat(1, 3), chat(2, 2), chat(3, 1)], order)).toBe(0)
  })

  it('lets older pages in at the end while frozen', () => {
    expect(ids(inFrozenOrder([chat(1, 3), chat(2, 2), chat(9, 1)], [1, 2]))).toEqual([1, 2, 9])
  })
})
