import { describe, expect, it } from 'vitest'
import { amountOf } from './pix'

describe('amountOf', () => {
  it.each([
    ['', null],
    ['49,90', 49.9],
    ['49.9', 49.9],
    ['R$ 1.234,50', 1234.5],
    ['1.234', 1234],
    ['10', 10],
    ['0', undefined],
    ['dez', undefined],
    ['1,234', undefined],
    ['-5', undefined],
  ])('reads %j as %j', (typed, value) => {
    expect(amountOf(typed)).toBe(value)
  })
})
