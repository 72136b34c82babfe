import { describe, expect, it } from 'vitest'
import { isFiltered, nameOf, parseFilters, toApi } from './model'

describe('filters in the URL', () => {
  it('are what the API is asked for', () => {
    const filters = parseFilters(new URLSearchParams('q=+ana+&instance=3&kind=lid&blocked=1'))

    expect(toApi(filters)).toEqual({ search: 'ana', instance: 3, kind: 'lid', blocked: true })
    expect(isFiltered(filters)).toBe(true)
  })

  it('go within the chosen cliente, which is a scope and not a filter', () => {
    const filters = parseFilters(new URLSearchParams('cliente=2'))

    expect(toApi(filters)).toEqual({ cliente: 2 })
    expect(isFiltered(filters)).toBe(false)
  })

  it('leave nonsense aside', () => {
    const filters = parseFilters(new URLSearchParams('instance=abc&kind=outro&blocked=0'))

    expect(toApi(filters)).toEqual({})
    expect(isFiltered(filters)).toBe(false)
  })
})

describe('name', () => {
  it('is the name, then the number, then the words for who has neither', () => {
    expect(nameOf({ name: 'Ana', phone: '5511900000001' }, 'Sem nome')).toBe('Ana')
    expect(nameOf({ name: null, phone: '5511900000001' }, 'Sem nome')).toBe('+55 11 90000-0001')
    expect(nameOf({ name: null, phone: null }, 'Sem nome')).toBe('Sem nome')
  })
})
