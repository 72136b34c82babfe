import { describe, expect, it } from 'vitest'
import { withTyped } from './people-picker'

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
