import { describe, expect, it } from 'vitest'
import type { Page } from '@/api/pages'
import { NO_FILTERS, parseFilters, toApi, toSearch, type EventFilters } from './filters'
import { countNew, patchRows, putNew, type Pages } from './merge'
import type { EventRow } from './model'
import { flatFields, flatten, maskSecrets } from './payload'
import { foldStack } from './stack'
import { replayOf, traceOf } from './trace'

describe('filters', () => {
  const filters: EventFilters = {
    cliente: 2,
    isByError: false,
    states: ['failed', 'ignored'].sort() as EventFilters['states'],
    kinds: ['edit'],
    instance: 3,
    after: '2026-11-24T10:00:00.000Z',
    before: null,
    q: 'KeyError',
  }

  it('survives the way to the URL and back', () => {
    const found = parseFilters(new URLSearchParams(toSearch(filters)))
    expect({ ...found, states: [...found.states].sort() }).toEqual(filters)
    expect(toSearch(NO_FILTERS)).toBe('')
    expect(parseFilters(new URLSearchParams('group=error')).isByError).toBe(true)
  })

  it('takes repeated and comma separated values, and drops what does not exist', () => {
    const found = parseFilters(
      new URLSearchParams('state=failed&state=pending,bogus&instance=x&received_after=never'),
    )
    expect(found.states).toEqual(['pending', 'failed'])
    expect(found.instance).toBeNull()
    expect(found.after).toBeNull()
  })

  it('sends only what filters', () => {
    expect(toApi(NO_FILTERS)).toEqual({})
    expect(toApi(filters)).toMatchObject({ kind: ['edit'], instance: 3, q: 'KeyError' })
  })
})

describe('trace', () => {
  const event = {
    received_at: '2026-11-24T10:00:00.000Z',
    stored_at: '2026-11-24T10:00:00.004Z',
    claimed_at: '2026-11-24T10:00:00.030Z',
    applied_at: '2026-11-24T10:00:00.050Z',
    published_at: null,
    replayed_at: null,
    first_claimed_at: null,
    first_applied_at: null,
  }

  it('chains the steps and marks the slowest', () => {
    const { steps, total } = traceOf(event)
    expect(steps.map(({ ms }) => ms)).toEqual([null, 4, 26, 20, null])
    expect(steps.find(({ isSlowest }) => isSlowest)?.name).toBe('claimed')
    expect(total).toBe(50)
  })

  it('counts a replay from its request, not from days ago', () => {
    const { total } = traceOf({
      ...event,
      replayed_at: '2026-11-30T10:00:00.000Z',
      claimed_at: '2026-11-30T10:00:00.010Z',
      applied_at: '2026-11-30T10:00:00.015Z',
    })
    expect(total).toBe(4 + 10 + 5)
  })
})

describe('replay', () => {
  const event = {
    received_at: '2026-11-24T10:00:00.000Z',
    stored_at: '2026-11-24T10:00:00.004Z',
    first_claimed_at: '2026-11-24T10:00:00.030Z',
    first_applied_at: '2026-11-24T10:00:00.050Z',
    replayed_at: '2026-11-30T10:00:00.000Z',
    claimed_at: '2026-11-30T10:00:00.010Z',
    applied_at: '2026-11-30T10:00:00.015Z',
    published_at: '2026-11-30T10:00:00.015Z',
  }

  it('keeps the first time, and shows its own apart', () => {
    expect(traceOf(event).steps.map(({ ms }) => ms)).toEqual([null, 4, 26, 20, 0])
    expect(replayOf(event)).toEqual({ waitMs: 10, applyMs: 5 })
  })

  it('says nothing of one that still runs', () => {
    expect(replayOf({ ...event, replayed_at: '2026-11-30T11:00:00.000Z' })).toBeNull()
  })
})

describe('stack', () => {
  it('folds neighbouring library frames and leaves ours open', () => {
    const blocks = foldStack(
      [
        'Traceback (most recent call last):',
        '  File "/srv/webhook/inbox.py", line 3, in run',
        '    apply()',
        '  File "/venv/lib/python3.12/site-packages/django/db.py", line 9, in x',
        '    y()',
        '  File "/venv/lib/python3.12/site-packages/django/z.py", line 1, in z',
        'KeyError: 1',
      ].join('\n'),
    )
    expect(blocks.map(({ kind, frames }) => [kind, frames])).toEqual([
      ['text', 0],
      ['own', 1],
      ['library', 2],
      ['text', 0],
    ])
  })
})

describe('payload', () => {
  const payload = {
    instanceId: 'A',
    token: 'abc',
    msg: { text: 'olá', mediaKey: 'zzz', 'a b': [1] },
  }

  it('covers every secret, at any depth', () => {
    expect(maskSecrets(payload)).toEqual({
      instanceId: 'A',
      token: '••••',
      msg: { text: 'olá', mediaKey: '••••', 'a b': [1] },
    })
  })

  it('shows open branches and copyable paths', () => {
    const rows = flatten(payload, { closed: new Set(), search: '' })
    expect(rows.map(({ path }) => path)).toContain('$.msg["a b"][0]')
    const closed = flatten(payload, { closed: new Set(['$.msg']), search: '' })
    expect(closed).toHaveLength(4)
  })

  it('keeps the way to what the search finds', () => {
    const rows = flatten(payload, { closed: new Set(['$.msg']), search: 'OLÁ' })
    expect(rows.map(({ path }) => path)).toEqual(['$', '$.msg', '$.msg.text'])
  })

  it('flattens facts without what says nothing', () => {
    expect(flatFields({ a: null, b: { c: 1, d: '' }, e: false, f: [] })).toEqual([['b.c', '1']])
  })
})

describe('live merge', () => {
  const row = (id: number, state = 'processed') => ({ id, state }) as EventRow
  const page = (ids: number[], next: string | null = 'x'): Page<EventRow> => ({
    next,
    previous: null,
    results: ids.map((id) => row(id)),
  })
  const pages = (...lists: number[][]): Pages => ({
    pages: lists.map((ids) => page(ids)),
    pageParams: lists.map(() => null),
  })

  it('corrects rows in place and lets none in', () => {
    const next = patchRows(pages([5, 4], [3]), [row(9), row(3, 'failed')])
    expect(next.pages.map(({ results }) => results.map(({ id }) => id))).toEqual([[5, 4], [3]])
    expect(next.pages[1]?.results[0]?.state).toBe('failed')
  })

  it('counts what waits above', () => {
    expect(countNew(pages([5, 4]), page([7, 6, 5]))).toEqual({ count: 2, isMore: false })
    expect(countNew(pages([5, 4]), page([9, 8, 7]))).toEqual({ count: 3, isMore: true })
  })

  it('puts the new on top, or starts again over a gap', () => {
    const joined = putNew(pages([5, 4], [3]), page([7, 6, 5]))
    expect(joined.pages[0]?.results.map(({ id }) => id)).toEqual([7, 6, 5, 4])
    const reset = putNew(pages([5, 4], [3]), page([90, 80]))
    expect(reset.pages).toHaveLength(1)
  })
})
