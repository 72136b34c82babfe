import { describe, expect, it } from 'vitest'
import { extremesOf, mostUrgentFirst, parseStates, placeToAct, silenceEnd } from './model'

describe('order', () => {
  it('puts open alerts first, and among them the one waiting longest', () => {
    const rows = [
      { id: 1, state: 'silenced', opened_at: '2026-01-01T00:00:00Z', returned_at: null },
      { id: 2, state: 'open', opened_at: '2026-01-03T00:00:00Z', returned_at: null },
      { id: 3, state: 'acknowledged', opened_at: '2026-01-01T00:00:00Z', returned_at: null },
      { id: 4, state: 'open', opened_at: '2026-01-02T00:00:00Z', returned_at: null },
      {
        id: 5,
        state: 'open',
        opened_at: '2026-01-01T00:00:00Z',
        returned_at: '2026-01-04T00:00:00Z',
      },
    ] as const

    expect([...rows].sort(mostUrgentFirst).map(({ id }) => id)).toEqual([4, 2, 5, 3, 1])
  })
})

describe('filters in the URL', () => {
  it('takes repeated and comma separated states and drops unknown ones', () => {
    const params = new URLSearchParams('state=resolved,nada&state=open')

    expect(parseStates(params)).toEqual(['open', 'resolved'])
  })
})

describe('what to do', () => {
  it('leads to the failures of that instance only', () => {
    expect(placeToAct({ kind: 'failures', instance: 7 })?.to).toBe(
      '/events?state=failed&instance=7',
    )
  })

  it('has no page for the breaker, which is an act, nor for an instance that is gone', () => {
    expect(placeToAct({ kind: 'breaker', instance: 7 })).toBeNull()
    expect(placeToAct({ kind: 'disconnected', instance: null })).toBeNull()
  })
})

describe('silence', () => {
  it('until tomorrow ends when work begins, also across a month', () => {
    const end = silenceEnd('tomorrow', new Date(2026, 0, 31, 23, 30))

    expect(end).toEqual(new Date(2026, 1, 1, 8))
  })

  it('counts hours from now', () => {
    const now = new Date('2026-01-01T10:00:00Z')

    expect(silenceEnd('8h', now).toISOString()).toBe('2026-01-01T18:00:00.000Z')
  })
})

describe('extremesOf', () => {
  const point = (hour: number, value: number | null) => ({ at: `2026-11-26T${hour}:00:00Z`, value })

  it('says between which values it went, leaving gaps out', () => {
    expect(extremesOf([point(10, null), point(11, 4), point(12, null), point(13, 9)])).toEqual({
      min: 4,
      max: 9,
      from: '2026-11-26T11:00:00Z',
      to: '2026-11-26T13:00:00Z',
    })
  })

  it('draws nothing from nothing, or from one point', () => {
    expect(extremesOf(null)).toBeNull()
    expect(extremesOf([point(10, null)])).toBeNull()
    expect(extremesOf([point(10, 3), point(11, null)])).toBeNull()
  })
})
