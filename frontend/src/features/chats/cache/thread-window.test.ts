import { describe, expect, it } from 'vitest'
import { aMessage } from '@/test/messages'
import { addNewer, addOlder, KEPT, patchRows, reaches, settle, windowOf } from './thread-window'

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString()
const rows = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) =>
    aMessage({ id: from + index, sent_at: at(from + index) }),
  )
const page = (from: number, to: number, next: string | null, previous: string | null = null) => ({
  results: rows(from, to).reverse(),
  next,
  previous,
})
const ids = ({ items }: { items: { id: number }[] }) => items.map(({ id }) => id)

describe('thread window', () => {
  it('turns the newest-first page into reading order', () => {
    expect(ids(windowOf(page(1, 3, null)))).toEqual([1, 2, 3])
  })

  it('prepends older rows once each', () => {
    const window = addOlder(windowOf(page(5, 8, '/older')), page(3, 5, null))
    expect(ids(window)).toEqual([3, 4, 5, 6, 7, 8])
    expect(window.older).toBeNull()
  })

  it('drops the far end when too long and knows how to come back', () => {
    const window = addOlder(windowOf(page(101, 100 + KEPT, '/older')), page(1, 100, null))
    expect(window.items).toHaveLength(KEPT)
    expect(window.newer).toEqual({ around: KEPT })
    expect(addNewer(window, page(KEPT, KEPT + 50, null, null)).newer).toBeNull()
  })

  it('inserts a late message in its place and replaces a known one', () => {
    const window = windowOf(page(1, 3, null))
    const late = aMessage({ id: 9, sent_at: at(1.5) })
    const changed = aMessage({ id: 2, sent_at: at(2), status: 'read' })
    const patched = patchRows(window, [late, changed])
    expect(ids(patched)).toEqual([1, 9, 2, 3])
    expect(patched.items[2]?.status).toBe('read')
  })

  it('leaves new messages out while reading old history', () => {
    const window = windowOf(page(1, 3, null, '/newer'))
    expect(patchRows(window, rows(10, 10))).toBe(window)
  })

  it('takes in the new, changes the changed and lets go of what is no longer there', () => {
    const before = windowOf(page(1, 6, '/older'))
    const arrivedMeanwhile = patchRows(before, rows(9, 9))
    const read = [...rows(3, 4), aMessage({ id: 6, sent_at: at(6), status: 'read' }), ...rows(7, 7)]
    const settled = settle(arrivedMeanwhile, before, read)
    expect(ids(settled)).toEqual([1, 2, 3, 4, 6, 7, 9])
    expect(settled.items.find(({ id }) => id === 6)?.status).toBe('read')
  })

  it('lets go of the last one too when it left, but not of what lies beyond what was read', () => {
    const tail = windowOf(page(1, 4, null))
    expect(ids(settle(tail, tail, rows(2, 3)))).toEqual([1, 2, 3])
    const middle = windowOf(page(1, 4, null, '/newer'))
    expect(ids(settle(middle, middle, rows(2, 3)))).toEqual([1, 2, 3, 4])
  })

  it('knows when the rows read reach an end of the window', () => {
    const [first] = rows(3, 3)
    expect(first && reaches(rows(4, 6), first, 'older')).toBe(false)
    expect(first && reaches(rows(2, 6), first, 'older')).toBe(true)
    expect(first && reaches(rows(1, 2), first, 'newer')).toBe(false)
  })
})
