import { describe, expect, it } from 'vitest'
import { aMedia } from '@/test/media'
import { aMessage } from '@/test/messages'
import { featureOf, forwardEntry, whyNotForward } from './forward-entry'

const place = { latitude: -23.5, longitude: -46.6, name: 'Praça', address: null }

describe('whyNotForward', () => {
  it('lets text, files that are here, places, cards and polls go', () => {
    const good = [
      aMessage(),
      aMessage({ type: 'image', text: null, media: aMedia() }),
      aMessage({ type: 'live_location', text: null, location: place }),
      aMessage({ type: 'contact', contacts: [{ name: 'Ana', phones: ['5511900000001'] }] }),
      aMessage({
        type: 'poll',
        poll: {
          question: 'Qual?',
          options: ['a', 'b'],
          max_choices: 1,
          results: [],
          voters_count: 0,
        },
      }),
      aMessage({ type: 'buttons', choices: { buttons: [{ type: 'reply', text: 'Sim' }] } }),
    ]
    expect(good.map(whyNotForward)).toEqual(good.map(() => null))
  })

  it('says why the others do not', () => {
    expect(whyNotForward(aMessage({ revoked_at: '2026-01-01T00:00:00Z' }))).toBe('revoked')
    expect(whyNotForward(aMessage({ type: 'unknown' }))).toBe('unknown')
    expect(whyNotForward(aMessage({ type: 'image' }))).toBe('noFile')
    const expired = aMessage({ type: 'image', media: aMedia({ status: 'expired' }) })
    expect(whyNotForward(expired)).toBe('noFile')
    const once = aMessage({ type: 'video', media: aMedia({ view_once: true }) })
    expect(whyNotForward(once)).toBe('viewOnce')
    expect(whyNotForward(aMessage({ text: ' ' }))).toBe('noText')
    expect(whyNotForward(aMessage({ type: 'list' }))).toBe('noContent')
    expect(whyNotForward(aMessage({ type: 'contact', contacts: [] }))).toBe('noContent')
  })
})

describe('forwardEntry', () => {
  it('sends only the reference, under the type it will have', () => {
    expect(forwardEntry(aMessage({ id: 7, type: 'live_location', location: place }))).toMatchObject(
      { type: 'location', fields: { forward_of: 7, name: 'Praça' } },
    )
    expect(forwardEntry(aMessage({ id: 8, type: 'list_reply', text: 'Bolo' }))).toEqual({
      type: 'text',
      text: 'Bolo',
      fields: { forward_of: 8 },
    })
  })

  it('knows what the plan must have', () => {
    const phones = ['5511900000001', '5511900000002']
    expect(featureOf(aMessage({ type: 'contact', contacts: [{ name: 'Ana', phones }] }))).toBe(
      'contacts',
    )
    expect(featureOf(aMessage({ type: 'sticker' }))).toBe('sticker')
  })
})
