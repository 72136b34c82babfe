import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Pace } from './pace'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

it('runs the first at once and the rest once per interval, without losing the last', () => {
  const pace = new Pace(1_000)
  const run = vi.fn()
  pace.ask(run)
  vi.advanceTimersByTime(0)
  expect(run).toHaveBeenCalledTimes(1)
  for (let at = 0; at < 19; at += 1) {
    pace.ask(run)
    vi.advanceTimersByTime(100)
  }
  expect(run).toHaveBeenCalledTimes(2)
  vi.advanceTimersByTime(100)
  expect(run).toHaveBeenCalledTimes(3)
  vi.advanceTimersByTime(10_000)
  expect(run).toHaveBeenCalledTimes(3)
})

it('runs nothing after it is stopped', () => {
  const pace = new Pace(1_000)
  const run = vi.fn()
  pace.ask(run)
  pace.stop()
  vi.advanceTimersByTime(5_000)
  expect(run).not.toHaveBeenCalled()
})
