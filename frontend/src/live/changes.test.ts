import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createBatcher, parseChange, type Change, type LiveSignal } from './changes'

const change = (id: number): Change => ({ kind: 'mensagem', id, instance: 1, chat: 1 })

describe('parseChange', () => {
  it('reads the known kinds and leaves the rest alone', () => {
    expect(parseChange('mensagem', '{"id":5,"instance":1,"chat":2}')).toEqual({
      kind: 'mensagem',
      id: 5,
      instance: 1,
      chat: 2,
    })
    expect(parseChange('outro', '{"id":5}')).toBeNull()
    expect(parseChange('chat', 'lixo')).toBeNull()
  })
})

describe('createBatcher', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('delivers the first at once and a burst at most four times a second, one entry per row', () => {
    const delivered: LiveSignal[] = []
    const push = createBatcher((signal) => delivered.push(signal))
    push({ type: 'changes', changes: [change(1)] })
    vi.advanceTimersByTime(0)
    expect(delivered).toHaveLength(1)
    for (let index = 0; index < 50; index += 1) {
      push({ type: 'changes', changes: [change(1), change(2)] })
      vi.advanceTimersByTime(20)
    }
    vi.advanceTimersByTime(250)
    expect(delivered.length).toBeLessThanOrEqual(6)
    expect(delivered.at(-1)).toMatchObject({ changes: [{ id: 1 }, { id: 2 }] })
  })

  it('lets a reset swallow the rest', () => {
    const delivered: LiveSignal[] = []
    const push = createBatcher((signal) => delivered.push(signal))
    push({ type: 'changes', changes: [change(1)] })
    push({ type: 'reset' })
    vi.advanceTimersByTime(300)
    expect(delivered).toEqual([{ type: 'reset' }])
  })
})
