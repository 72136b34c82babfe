import { describe, expect, it } from 'vitest'
import { linksIn } from './links'

describe('linksIn', () => {
  it('finds each address once, whole, without the punctuation of the sentence', () => {
    expect(
      linksIn('Veja https://a.com.br/b?c=1, (www.loja.com) e de novo https://a.com.br/b?c=1.'),
    ).toEqual(['https://a.com.br/b?c=1', 'https://www.loja.com'])
  })

  it('keeps a parenthesis that belongs to the address', () => {
    expect(linksIn('https://pt.wikipedia.org/wiki/Pão_(alimento)')).toEqual([
      'https://pt.wikipedia.org/wiki/Pão_(alimento)',
    ])
  })

  it('finds nothing in plain words', () => {
    expect(linksIn('nada aqui')).toEqual([])
  })
})
