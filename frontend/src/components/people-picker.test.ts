import { describe, expect, it } from 'vitest'
import { phoneIn, withTyped } from './people-picker'

describe('phoneIn', () => {
  it('reads a number the way people write it, Brazilian unless it says so', () => {
    expect(phoneIn('(11) 97014-0529')).toBe('5511970140529')
    expect(phoneIn('+55 11 97014-0529')).toBe('5511970140529')
    expect(phoneIn('5511970140529')).toBe('5511970140529')
    expect(phoneIn('+351 912 345 678')).toBe('351912345678')
  })

  it('takes no name and no half number', () => {
    expect(phoneIn('Ana')).toBeNull()
    expect(phoneIn('1197')).toBeNull()
    expect(phoneIn('Ana 11 97014-0529')).toBeNull()
  })
})

describe('withTyped', () => {
  const ana = { address: '5511970140529', name: 'Ana', picture: null }

  it('takes the number left in the search, once', () => {
    expect(withTyped([ana], '11 95555-4444').map(({ address }) => address)).toEqual([
      '5511970140529',
      '5511955554444',
    ])
    expect(withTyped([ana], '(11) 97014-0529')).toEqual([ana])
  })

  it('leaves a name being searched alone', () => {
    expect(withTyped([ana], 'Bia')).toEqual([ana])
  })
})
