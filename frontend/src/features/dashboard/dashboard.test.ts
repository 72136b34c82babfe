import { describe, expect, it } from 'vitest'
import { linePath } from '@/lib/line-path'
import { nearestIndex, niceTicks, spread, timeTicks } from './charts/scale'
import { groupCounts } from './groups'
import { ledgerSums } from './ledger'
import { eventsLink } from './links'
import { alignSeries, parseRange, slotsOf } from './ranges'

const HOUR = 3_600_000

describe('scale', () => {
  it('covers the maximum with round steps', () => {
    expect(niceTicks(37)).toEqual([0, 10, 20, 30, 40])
    expect(niceTicks(2_300).at(-1)).toBeGreaterThanOrEqual(2_300)
  })

  it('keeps the names at the end of lines apart, whatever their order', () => {
    expect(spread([100, 100])).toEqual([100, 114])
    expect(spread([105, 100])).toEqual([114, 100])
    expect(spread([10, null, 60])).toEqual([10, null, 60])
  })

  it('never counts in halves', () => {
    expect(niceTicks(2)).toEqual([0, 1, 2])
    expect(niceTicks(0)).toEqual([0, 1])
  })

  it('breaks the line where there is no data', () => {
    const path = linePath([{ x: 0, y: 0 }, { x: 1, y: 1 }, null, { x: 3, y: 3 }])
    expect(path).toBe('M0.0 0.0L1.0 1.0M3.0 3.0h0.1')
  })

  it('finds the slot under the pointer and stays inside', () => {
    expect(nearestIndex(44, 44, 100, 10)).toBe(0)
    expect(nearestIndex(500, 44, 100, 10)).toBe(9)
    expect(nearestIndex(50, 44, 100, 0)).toBe(-1)
  })

  it('labels no more slots than fit', () => {
    const start = new Date(2026, 10, 24).getTime()
    const slots = Array.from({ length: 168 }, (_, index) => start + index * HOUR)
    expect(timeTicks(slots, HOUR, 8).length).toBeLessThanOrEqual(8)
    expect(timeTicks(slots, HOUR, 8)[0]).toBe(0)
  })
})

describe('ranges', () => {
  const now = Date.UTC(2026, 10, 24, 14, 30)

  it('makes a slot for every hour, also the empty ones and the one still open', () => {
    const slots = slotsOf('24h', ['2026-11-24T10:00:00Z'], now)
    expect(slots).toHaveLength(25)
    expect(slots.at(-1)).toBe(Date.UTC(2026, 10, 24, 14))
  })

  it('follows the day of the server', () => {
    const slots = slotsOf('30d', ['2026-11-20T03:00:00Z'], now)
    expect(slots.every((at) => new Date(at).getUTCHours() === 3)).toBe(true)
  })

  it('leaves null where nothing was counted', () => {
    const slots = slotsOf('1h', [], now)
    expect(alignSeries(slots, [{ at: '2026-11-24T14:00:00Z' }])).toEqual([
      null,
      { at: '2026-11-24T14:00:00Z' },
    ])
  })

  it('falls back to a day on an unknown range', () => {
    expect(parseRange('1y')).toBe('24h')
  })
})

describe('ledger', () => {
  const ledger = {
    received: 20,
    accepted: 12,
    duplicates: 5,
    rejected: { not_json: 2, unknown_secret: 1 },
    pending: 1,
    processed: 8,
    ignored: 2,
    failed: 1,
  }

  it('closes both sums', () => {
    expect(ledgerSums(ledger).map(({ gap }) => gap)).toEqual([0, 0])
  })

  it('says by how much a sum is off', () => {
    expect(ledgerSums({ ...ledger, processed: 6 })[1].gap).toBe(-2)
  })
})

describe('groups and links', () => {
  it('counts an unknown kind among the others instead of losing it', () => {
    const counts = groupCounts({ message: 3, edit: 1, revoke: 1, brand_new: 4 })
    expect(counts).toMatchObject({ message: 3, actions: 2, other: 4 })
  })

  it('goes to the events of one hour', () => {
    const link = eventsLink({ instance: 7, after: 0, before: HOUR, kinds: ['edit', 'revoke'] })
    const query = new URL(link, 'http://x').searchParams
    expect(query.get('kind')).toBe('edit,revoke')
    expect(query.get('received_before')).toBe('1970-01-01T01:00:00.000Z')
  })
})
