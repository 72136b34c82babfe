import { describe, expect, it } from 'vitest'
import { suggestions, toLocalInput } from './moments'

const shown = (now: Date) => suggestions(now).map(({ name, at }) => `${name} ${toLocalInput(at)}`)

describe('suggestions', () => {
  it('offers an hour from now, tomorrow morning and next Monday', () => {
    const wednesday = new Date(2026, 0, 7, 15, 30)
    expect(shown(wednesday)).toEqual([
      'hour 2026-01-07T16:30',
      'tomorrow 2026-01-08T09:00',
      'monday 2026-01-12T09:00',
    ])
  })

  it('on a Monday means the next one, and on a Sunday says it once', () => {
    expect(shown(new Date(2026, 0, 5, 8, 0)).at(-1)).toBe('monday 2026-01-12T09:00')
    expect(suggestions(new Date(2026, 0, 4, 8, 0)).map(({ name }) => name)).toEqual([
      'hour',
      'tomorrow',
    ])
  })
})
