/** O texto do WhatsApp em pedaços: *negrito* _itálico_ ~riscado~ `código` ```bloco``` e links. Puro. */
import { LINK, trimLink } from '@/lib/links'

export type Piece =
  | { kind: 'text'; text: string }
  | { kind: 'link'; text: string; href: string }
  | { kind: 'code' | 'block'; text: string }
  | { kind: 'bold' | 'italic' | 'strike'; pieces: Piece[] }

const MARKS = { '*': 'bold', _: 'italic', '~': 'strike' } as const
const WORD = /[\p{L}\p{N}]/u

function isWord(char: string | undefined): boolean {
  return char !== undefined && WORD.test(char)
}

/** O fecho precisa estar na mesma linha, colado ao texto e não no meio de uma palavra. */
function closing(text: string, mark: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '\n') return -1
    if (text[at] !== mark || at === from) continue
    if (!/\s/.test(text[at - 1] ?? '') && !isWord(text[at + 1])) return at
  }
  return -1
}

function parseInline(text: string): Piece[] {
  const links = new Map<number, string>()
  for (const match of text.matchAll(LINK)) links.set(match.index, trimLink(match[0]))

  const pieces: Piece[] = []
  let plain = ''
  const flush = () => {
    if (plain) pieces.push({ kind: 'text', text: plain })
    plain = ''
  }
  let at = 0
  while (at < text.length) {
    const link = links.get(at)
    if (link) {
      flush()
      pieces.push({
        kind: 'link',
        text: link,
        href: link.startsWith('www.') ? `https://${link}` : link,
      })
      at += link.length
      continue
    }
    const char = text[at] ?? ''
    if (char === '`') {
      const end = text.indexOf('`', at + 1)
      if (end > at + 1) {
        flush()
        pieces.push({ kind: 'code', text: text.slice(at + 1, end) })
        at = end + 1
        continue
      }
    }
    const kind = MARKS[char as keyof typeof MARKS] as (typeof MARKS)[keyof typeof MARKS] | undefined
    if (
      kind &&
      !isWord(text[at - 1]) &&
      text[at + 1] !== undefined &&
      !/\s/.test(text[at + 1] ?? '')
    ) {
      const end = closing(text, char, at + 1)
      if (end !== -1) {
        flush()
        pieces.push({ kind, pieces: parseInline(text.slice(at + 1, end)) })
        at = end + 1
        continue
      }
    }
    plain += char
    at += 1
  }
  flush()
  return pieces
}

export function parseMarks(text: string): Piece[] {
  return text.split(/```([\s\S]+?)```/).flatMap((part, index): Piece[] => {
    if (index % 2 === 1) return [{ kind: 'block', text: part }]
    return part ? parseInline(part) : []
  })
}

const EMOJI_ONLY = new RegExp('^(?:\\p{RGI_Emoji}\\s*){1,5}$', 'v')

export function isEmojiOnly(text: string): boolean {
  return text.length < 80 && EMOJI_ONLY.test(text.trim())
}
