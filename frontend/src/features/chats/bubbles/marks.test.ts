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
