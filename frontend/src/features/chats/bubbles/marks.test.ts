import { describe, expect, it } from 'vitest'
import { isEmojiOnly, parseMarks } from './marks'

describe('parseMarks', () => {
  it('reads marks, also one inside another', () => {
    expect(parseMarks('oi *bem _vindo_*')).toEqual([
      { kind: 'text', text: 'oi ' },
      {
        kind: 'bold',
        pieces: [
          { kind: 'text', text: 'bem ' },
          { kind: 'italic', pieces: [{ kind: 'text', text: 'vindo' }] },
        ],
      },
    ])
  })

  it.each(['2*3*4', '* solto *', 'snake_case_name', 'um *aberto', 'a*b'])(
    'leaves %s alone',
    (text) => {
      expect(parseMarks(text)).toEqual([{ kind: 'text', text }])
    },
  )

  it('keeps underscores of a link and drops the full stop after it', () => {
    expect(parseMarks('veja https://x.com/a_b_c.')).toEqual([
      { kind: 'text', text: 'veja ' },
      { kind: 'link', text: 'https://x.com/a_b_c', href: 'https://x.com/a_b_c' },
      { kind: 'text', text: '.' },
    ])
  })

  it('never makes a link of another scheme', () => {
    expect(parseMarks('javascript:alert(1)')).toEqual([
      { kind: 'text', text: 'javascript:alert(1)' },
    ])
  })

  it('keeps a block as it is', () => {
    expect(parseMarks('```a *b*```')).toEqual([{ kind: 'block', text: 'a *b*' }])
  })

  it('knows emoji alone from digits', () => {
    expect(isEmojiOnly('👍🏽 ❤️')).toBe(true)
    expect(isEmojiOnly('123')).toBe(false)
    expect(isEmojiOnly('ok 👍')).toBe(false)
  })
})

describe('parseMarks numa mensagem feita para travar', () => {
  const HOSTILE = [
    ['aberturas de negrito', '*x '],
    ['aberturas de riscado', '~a '],
    ['marcas misturadas', '*_~x '],
    ['pares dentro de pares', '*a _b ~c~ d_ e* '],
    ['réguas', '***** '],
    ['crases', '`a '],
    ['linhas', '*x\n'],
  ]
  const stepsFor = (text: string) => {
    const meter = { steps: 0 }
    parseMarks(text, meter)
    return meter.steps
  }

  it.each(HOSTILE)('%s: o dobro do texto custa no máximo duas vezes e meia', (_name, part) => {
    const once = stepsFor(part.repeat(2_000))

    expect(stepsFor(part.repeat(4_000))).toBeLessThanOrEqual(once * 2.5)
    expect(once).toBeLessThanOrEqual(part.length * 2_000 * 3)
  })
})

describe('parseMarks: o que se escreve de verdade', () => {
  it.each(['______________', '* * * * *', '***', '~~~~~~', '------'])(
    'a régua %s fica',
    (ruler) => {
      expect(parseMarks(ruler)).toEqual([{ kind: 'text', text: ruler }])
    },
  )

  it('o título entre réguas é negrito, e a régua fica', () => {
    expect(parseMarks('*****Promoção*****')).toEqual([
      { kind: 'text', text: '****' },
      { kind: 'bold', pieces: [{ kind: 'text', text: 'Promoção' }] },
      { kind: 'text', text: '****' },
    ])
  })

  it('um telefone é um pedaço com que se conversa', () => {
    expect(parseMarks('ligue (11) 98888-0001.')).toEqual([
      { kind: 'text', text: 'ligue ' },
      { kind: 'phone', text: '(11) 98888-0001' },
      { kind: 'text', text: '.' },
    ])
  })
})
