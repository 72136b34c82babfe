import { describe, expect, it } from 'vitest'
import { daysAgo, formatBytes, formatClock, formatPhone, formatSpan } from './format'

describe('format', () => {
  it('writes a Brazilian number with and without the ninth digit', () => {
    expect(formatPhone('5511900000002')).toBe('+55 11 90000-0002')
    expect(formatPhone('551188880001')).toBe('+55 11 8888-0001')
    expect(formatPhone('15551234567')).toBe('+15551234567')
  })

  it('writes a clock with hours only when there are some', () => {
    expect(formatClock(14)).toBe('0:14')
    expect(formatClock(3_661)).toBe('1:01:01')
  })

  it('counts calendar days, not spans of 24 hours', () => {
    const now = new Date(2026, 10, 24, 0, 5)
    expect(daysAgo(new Date(2026, 10, 23, 23, 59).toISOString(), now)).toBe(1)
    expect(daysAgo(new Date(2026, 10, 24, 0, 1).toISOString(), now)).toBe(0)
  })

  it('keeps one decimal only where it says something', () => {
    expect(formatBytes(1_572_864, 'en')).toBe('1.5 MB')
    expect(formatBytes(15 * 1024, 'en')).toBe('15 kB')
  })

  it('says bytes in the plural', () => {
    expect(formatBytes(182, 'en')).toBe('182 bytes')
    expect(formatBytes(182, 'pt-BR')).toBe('182 bytes')
    expect(formatBytes(1, 'en')).toBe('1 byte')
  })

  it('rounds a span down to its largest unit', () => {
    expect(formatSpan(8 * 60_000 + 59_000, 'en')).toBe('8 min')
  })
})
