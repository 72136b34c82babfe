import { describe, expect, it } from 'vitest'
import { plain, score } from './fuzzy'

const points = (query: string, text: string) => score(plain(query), plain(text))

describe('score', () => {
  it('ignores accents and case on both sides', () => {
    expect(points('JOAO', 'João Pedro')).toBe(100)
    expect(points('açõe', 'Acoes')).toBe(100)
  })

  it('prefers the start, then the start of a word, then the middle', () => {
    const found = ['Ana Souza', 'Mariana', 'Dona Ana'].map((text) => points('ana', text))
    expect(found).toEqual([100, 60, 80])
  })

  it('wants every word, in any order', () => {
    expect(points('souza ana', 'Ana Souza')).toBeGreaterThan(0)
    expect(points('ana lima', 'Ana Souza')).toBe(0)
  })

  it('finds letters spread over words, but not over everything', () => {
    expect(points('nvc', 'Nova conversa')).toBeGreaterThan(0)
    expect(points('nvc', 'Enviar para o cliente')).toBe(0)
    expect(points('az', 'Ana de tal e tal Souza')).toBe(0)
    expect(points('asz', 'Ana que mora longe da casa do Zé')).toBe(0)
  })

  it('answers nothing to nothing', () => {
    expect(points('  ', 'Ana')).toBe(0)
  })
})
