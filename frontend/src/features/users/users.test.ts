import { describe, expect, it } from 'vitest'
import { strengthOf } from '@/lib/password'
import { lockOf } from './model'

const ana = { id: 1, role: 'admin', active: true } as const
const bruno = { id: 2, role: 'manager', active: true } as const
const zoe = { id: 3, role: 'admin', active: true } as const

describe('who cannot be demoted', () => {
  it('oneself', () => {
    expect(lockOf(ana, ana, [ana, zoe])).toBe('self')
  })

  it('the last active administrator', () => {
    expect(lockOf(ana, zoe, [ana, { ...zoe, active: false }])).toBe('lastAdmin')
    expect(lockOf(ana, zoe, [ana, zoe])).toBeNull()
  })

  it('an administrator, by a manager', () => {
    expect(lockOf(ana, bruno, [ana, zoe])).toBe('aboveYou')
  })
})

describe('password strength', () => {
  it('climbs with length and variety', () => {
    expect(strengthOf('')).toBe(0)
    expect(strengthOf('abc')).toBe(1)
    expect(strengthOf('senha12345')).toBe(1)
    expect(strengthOf('K7mw-Qp3x-vT9n-b4Rz')).toBe(4)
  })
})
