import { describe, expect, it } from 'vitest'
import { findLinks, linksIn } from './links'

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

describe('findLinks', () => {
  const found = (text: string) =>
    findLinks(text).map(({ start, end, href }) => href ?? text.slice(start, end))

  it.each([
    ['Acesse Www.loja.com.br hoje', ['https://Www.loja.com.br']],
    ['HTTPS://LOJA.COM/A', ['HTTPS://LOJA.COM/A']],
    ['wa.me/5511988880001', ['https://wa.me/5511988880001']],
    ['veja «loja.com.br» e “www.a.com”', ['https://loja.com.br', 'https://www.a.com']],
    ['[veja](https://a.com/b)', ['https://a.com/b']],
    ['{https://a.com/b[1]}', ['https://a.com/b[1]']],
    ['(em loja.com.br/oferta).', ['https://loja.com.br/oferta']],
    ['a@b.com,c@d.com.br', ['mailto:a@b.com', 'mailto:c@d.com.br']],
    ['<ana.silva+loja@exemplo.com>', ['mailto:ana.silva+loja@exemplo.com']],
    ['loja.com.br:8080/x?y=https://z.com', ['https://loja.com.br:8080/x?y=https://z.com']],
    ['LOJA.COM.BR', ['https://LOJA.COM.BR']],
  ])('%s', (text, wanted) => {
    expect(found(text)).toEqual(wanted)
  })

  it.each([
    'obrigado.Me liga',
    'boleto.pdf e v1.2.3',
    'javascript:alert(1)',
    'ftp://loja.com.br',
    '/chats/loja.com',
    'http:// e www.',
    'R$ 1.234,56',
    'fim.de semana',
  ])('«%s» não abre nada', (text) => {
    expect(found(text)).toEqual([])
  })

  it.each([
    '+55 11 98888-0001',
    '(11) 98888-0001',
    '(11) 9 8888-0001',
    '11988880001',
    '5511988880001',
    '011 98888-0001',
    '(11) 3888-0001',
    '+1 555 010 0000',
  ])('%s é um telefone', (phone) => {
    expect(found(`ligue ${phone}, por favor`)).toEqual([phone])
  })

  it('uma menção não é um telefone', () => {
    expect(found('@5511988880001 viu?')).toEqual([])
  })

  it.each([
    '123.456.789-09',
    '12.345.678/0001-90',
    '1767225601',
    '2026-11-29 14:43:10',
    '5511 9888 8000 1234',
    '34191.79001 01043.510047 91020.150008 1 88880000012345',
  ])('%s não é', (code) => {
    expect(found(`código ${code} do pedido`)).toEqual([])
  })

  it('sempre dá um endereço inteiro: sem esquema abriria uma página daqui', () => {
    for (const { href } of findLinks('Www.a.com b.com.br c@d.com https://e.com wa.me/55119'))
      expect(href).toMatch(/^(?:https?:\/\/|mailto:)/)
  })
})
