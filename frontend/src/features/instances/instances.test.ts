import { describe, expect, it } from 'vitest'
import { compareWorst } from '@/components/status-badge'
import { isWholePhone, maskPhone, phoneDigits } from '@/lib/phone'
import { shouldStart } from './connect/use-connection'
import { driftOf } from './drift-notice'
import { healthOf, matches } from './filters'
import type { InstanceStatus } from '@/api/generated/types.gen'
import type { Connection, Instance, Transition } from './model'
import { maskSecret } from './facts'
import { segmentsOf } from './timeline'

describe('timeline', () => {
  const change = (
    id: number,
    at: number,
    status: InstanceStatus,
    previous: InstanceStatus | null,
  ): Transition => ({
    id,
    status,
    status_reason: null,
    previous_status: previous,
    cause: 'webhook',
    message: null,
    at: new Date(at).toISOString(),
    event: null,
  })

  it('fills the whole window, with the earlier state before the first change', () => {
    const list = [
      change(2, 600, 'connected', 'disconnected'),
      change(1, 300, 'disconnected', 'connected'),
    ]
    const segments = segmentsOf(list, 0, 1000)
    expect(segments.map(({ status, start, end }) => [status, start, end])).toEqual([
      ['connected', 0, 300],
      ['disconnected', 300, 600],
      ['connected', 600, 1000],
    ])
  })

  it('clips what began before the window', () => {
    const segments = segmentsOf([change(1, 100, 'connected', null)], 500, 1000)
    expect(segments).toMatchObject([{ status: 'connected', start: 500, end: 1000 }])
  })

  it('has no data without history', () => {
    expect(segmentsOf([], 0, 1000)).toMatchObject([{ status: null, start: 0, end: 1000 }])
  })
})

describe('list', () => {
  const instance = {
    name: 'Recepção',
    instance_id: 'LITE-01',
    cliente_name: 'Clínica',
    phone: '5511940010001',
  } as Instance

  it('finds by name without accents, by number and by id', () => {
    expect(matches(instance, 'recepcao')).toBe(true)
    expect(matches(instance, '94001-0001')).toBe(true)
    expect(matches(instance, 'lite')).toBe(true)
    expect(matches(instance, 'vendas')).toBe(false)
  })

  it('puts the worst first and tells silent from disconnected', () => {
    const rows = [
      { name: 'a', status: 'connected', status_reason: null },
      { name: 'b', status: 'degraded', status_reason: 'gateway_unreachable' },
      { name: 'c', status: 'disconnected', status_reason: null },
    ]
    expect(rows.sort(compareWorst).map(({ name }) => name)).toEqual(['c', 'b', 'a'])
    expect(healthOf({ status: 'degraded', status_reason: 'no_signal' })).toBe('attention')
    expect(healthOf({ status: 'disconnected', status_reason: 'never_connected' })).toBe(
      'neverConnected',
    )
  })
})

describe('connect', () => {
  const off = { status: 'disconnected' }
  const at = (status: Connection['status'], codes_shown = 0): Connection => ({
    status,
    codes_shown,
    qr_code: null,
    expires_at: null,
    message: null,
    phone: null,
  })

  it('starts by itself only where nothing runs and nobody gave up', () => {
    expect(shouldStart(at('paused'), off)).toBe(true)
    expect(shouldStart(at('connected'), off)).toBe(true)
    expect(shouldStart(at('paused', 6), off)).toBe(false)
    expect(shouldStart(at('failed'), off)).toBe(false)
    expect(shouldStart(at('qr'), off)).toBe(false)
  })
})

describe('phone', () => {
  it('writes +55 as one types, and leaves other countries alone', () => {
    expect(maskPhone('11940010001')).toBe('+55 11 94001-0001')
    expect(maskPhone('+5511940010001')).toBe('+55 11 94001-0001')
    expect(maskPhone('+1 555 123 4567')).toBe('+15551234567')
    expect(phoneDigits('+55 11 94001-0001')).toBe('5511940010001')
  })

  it('keeps what was typed when one deletes', () => {
    expect(maskPhone('+55 11 9')).toBe('+55 11 9')
    expect(maskPhone('+55 ')).toBe('+55')
  })

  it('knows a whole number', () => {
    expect(isWholePhone('+55 11 8888-0001')).toBe(true)
    expect(isWholePhone('+55 11 8888')).toBe(false)
  })
})

describe('secret', () => {
  it('covers the secret of the address', () => {
    expect(maskSecret('https://x/webhook/abcdefgh/')).toBe('https://x/webhook/••••efgh/')
    expect(maskSecret('https://x/webhook/••••efgh/')).toBe('https://x/webhook/••••efgh/')
  })
})

describe('drift', () => {
  it('counts what differs at the gateway, not what was never asked', () => {
    const webhook = {
      kind: 'received',
      expected_url: 'a',
      actual_url: 'b',
      message: null,
      checked_at: null,
      last_event_at: null,
    } as const

    const drift = driftOf({
      webhooks: [
        { ...webhook, state: 'mismatch' },
        { ...webhook, state: 'match' },
        { ...webhook, state: 'unknown' },
      ],
      settings: [
        { name: 'reject_calls', wanted: true, actual: false, state: 'mismatch' },
        { name: 'ignore_groups', wanted: null, actual: false, state: 'unknown' },
      ],
    })

    expect(drift.webhooks).toBe(1)
    expect(drift.flags.map(({ name }) => name)).toEqual(['reject_calls'])
  })
})
