import { describe, expect, it } from 'vitest'
import { aMessage } from '@/test/messages'
import { outgoingRows, rowsOf, withGaps, type ThreadRow } from './rows'
import type { Outgoing } from '../model'

const message = (id: number, minute: number, changes = {}) =>
  aMessage({ id, sent_at: new Date(2026, 0, 1, 12, minute).toISOString(), ...changes })
const shape = (rows: ReturnType<typeof rowsOf>) =>
  rows.map((row) =>
    row.kind === 'message'
      ? `${row.startsGroup ? '[' : ''}${row.message.id}${row.endsGroup ? ']' : ''}`
      : row.kind,
  )

describe('rowsOf', () => {
  it('groups the same author within five minutes', () => {
    expect(shape(rowsOf([message(1, 0), message(2, 4), message(3, 10)], null))).toEqual([
      'day',
      '[1',
      '2]',
      '[3]',
    ])
  })

  it('breaks the group at another author and at the unread divider', () => {
    const rows = [
      message(1, 0),
      message(2, 1, { sender_id: 'x' }),
      message(3, 2, { sender_id: 'x' }),
    ]
    expect(shape(rowsOf(rows, 3))).toEqual(['day', '[1]', '[2]', 'unread', '[3]'])
  })

  it('opens each day once', () => {
    const next = aMessage({ id: 2, sent_at: new Date(2026, 0, 2).toISOString() })
    expect(shape(rowsOf([message(1, 0), next], null))).toEqual(['day', '[1]', 'day', '[2]'])
  })
})

describe('withGaps', () => {
  const iso = (minute: number) => new Date(2026, 0, 1, 12, minute).toISOString()
  const gap = (start: number, end: number | null) => ({
    start: iso(start),
    end: end === null ? null : iso(end),
    ours: false,
  })
  const rows = rowsOf([message(1, 0), message(2, 20), message(3, 40)], null)

  it('marks a gap before the first message after it', () => {
    expect(shape(withGaps(rows, [gap(5, 10), gap(25, 30)], true))).toEqual([
      'day',
      '[1]',
      'gap',
      '[2]',
      'gap',
      '[3]',
    ])
  })

  it('leaves out what is before the window, and what comes after it while it is not the latest', () => {
    const outside = [gap(-20, -10), gap(50, 55), gap(58, null)]
    expect(shape(withGaps(rows, outside, false))).toEqual(['day', '[1]', '[2]', '[3]'])
    expect(shape(withGaps(rows, outside, true)).slice(-2)).toEqual(['gap', 'gap'])
  })
})

describe('outgoingRows', () => {
  const sent = (key: string): Outgoing => ({
    key,
    chat: 1,
    type: 'image',
    text: null,
    fields: {},
    replyTo: null,
    quoted: null,
    createdAt: '2026-01-01T00:00:00Z',
    state: 'sending',
    error: null,
  })
  const photo = (id: number) =>
    aMessage({
      id,
      direction: 'out',
      type: 'image',
      text: null,
      author: { id: 7, name: 'Carla' },
      created_at: '2026-01-01T00:00:01Z',
    })
  const keys = (rows: ThreadRow[]) => rows.map(({ key }) => key)

  it('lets one arrived photo stand for one send only', () => {
    expect(keys(outgoingRows([sent('a'), sent('b')], [photo(1)], 7))).toEqual(['b'])
  })

  it('knows which send a confirmed message came from', () => {
    const keyOf = () => 'b'
    expect(keys(outgoingRows([sent('a'), sent('b')], [photo(1)], 7, keyOf))).toEqual(['a'])
  })
})

describe('o que se descartou', () => {
  const discarded_at = '2026-01-01T00:01:00Z'
  const kinds = (status: 'failed' | 'unknown' | 'sent') =>
    rowsOf([aMessage({ status, discarded_at, direction: 'out' })], null).map(({ kind }) => kind)

  it('sai do fio, e volta a ele se se prova que saiu', () => {
    expect(kinds('failed')).toEqual([])
    expect(kinds('unknown')).toEqual([])
    expect(kinds('sent')).toEqual(['day', 'message'])
  })
})
