import { describe, expect, it } from 'vitest'
import { aMessage } from '@/test/messages'
import { rowsOf } from './rows'

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
