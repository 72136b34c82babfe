import { describe, expect, it } from 'vitest'
import { parseCoordinates } from './coordinates'

describe('parseCoordinates', () => {
  it('reads a pair and the links people paste', () => {
    const paulista = { latitude: -23.5614, longitude: -46.6558 }
    expect(parseCoordinates('-23.5614, -46.6558')).toEqual(paulista)
    expect(parseCoordinates('-23.5614 -46.6558')).toEqual(paulista)
    expect(parseCoordinates('https://www.google.com/maps/@-23.5614,-46.6558,17z')).toEqual(paulista)
    expect(
      parseCoordinates('https://www.openstreetmap.org/?mlat=-23.5614&mlon=-46.6558#map=16'),
    ).toEqual(paulista)
  })

  it('refuses what is not a place on Earth', () => {
    expect(parseCoordinates('')).toBe(null)
    expect(parseCoordinates('Avenida Paulista')).toBe(null)
    expect(parseCoordinates('91, 10')).toBe(null)
    expect(parseCoordinates('10, 181')).toBe(null)
  })
})
