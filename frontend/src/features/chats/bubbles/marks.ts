/**
 * O texto do WhatsApp em pedaços: *negrito* _itálico_ ~riscado~ `código` ```bloco```, links e telefones. Puro, e em
 * tempo linear: o fecho de cada marca é achado de uma vez só, de trás para a frente, e não procurado a cada abertura.
 */
import { findLinks, type Found } from '@/lib/links'

export type Piece =
  | { kind: 'text' | 'phone'; text: string }
  | { kind: 'link'; text: string; href: string }
  | { kind: 'code' | 'block'; text: string }
  | { kind: 'bold' | 'italic' | 'strike'; pieces: Piece[] }

const MARKS = { '*': 'bold', _: 'italic', '~': 'strike' } as const
type Mark = keyof typeof MARKS
const WORD = /[\p{L}\p{N}]/u
const SPACE = /\s/

/** O que não se abre por dentro: um código, um link, um telefone. */
interface Atom {
  start: number
  end: number
  piece: Piece
}

/** Conta o trabalho, para o teste que o mede sem relógio. */
export interface Meter {
  steps: number
}

/** As perguntas sobre cada letra, já respondidas: há poucas letras, e muitas vezes cada uma. */
const words = new Map<string, boolean>()

function isWord(char: string | undefined): boolean {
  if (char === undefined) return false
  const known = words.get(char)
  if (known !== undefined) return known
  const answer = WORD.test(char)
  words.set(char, answer)
  return answer
}

function isSpace(char: string): boolean {
  return char === ' ' || ((char.charCodeAt(0) < 14 || char.charCodeAt(0) > 127) && SPACE.test(char))
}

/** A abertura vem depois do que não é palavra e colada ao texto; duas marcas iguais seguidas são uma régua. */
function opens(text: string, at: number): boolean {
  const next = text[at + 1]
  return !isWord(text[at - 1]) && next !== undefined && next !== text[at] && !isSpace(next)
}

function closes(text: string, at: number): boolean {
  const before = text[at - 1]
  return before !== undefined && before !== text[at] && !isSpace(before) && !isWord(text[at + 1])
}

function pieceOf(text: string, { start, end, href }: Found): Piece {
  const shown = text.slice(start, end)
  return href === null ? { kind: 'phone', text: shown } : { kind: 'link', text: shown, href }
}

function findCodes(text: string): Atom[] {
  const codes: Atom[] = []
  let start = text.indexOf('`')
  while (start !== -1) {
    const end = text.indexOf('`', start + 1)
    if (end === -1) break
    const inside = text.slice(start + 1, end)
    if (inside === '' || inside.includes('\n')) start = end
    else {
      codes.push({ start, end: end + 1, piece: { kind: 'code', text: inside } })
      start = text.indexOf('`', end + 1)
    }
  }
  return codes
}

/** Na ordem e sem sobreposição: vale o que começa antes. */
function findAtoms(text: string): Atom[] {
  const links = findLinks(text).map((found) => ({
    start: found.start,
    end: found.end,
    piece: pieceOf(text, found),
  }))
  let last = 0
  return [...findCodes(text), ...links]
    .sort((a, b) => a.start - b.start)
    .filter(({ start, end }) => {
      if (start < last) return false
      last = end
      return true
    })
}

/** Onde se abre alguma coisa: um átomo inteiro, ou uma marca com o seu fecho na mesma linha. */
type Opening = { at: number; end: number } & ({ piece: Piece } | { mark: Mark })

function findOpenings(text: string, atoms: Atom[], meter: Meter): Opening[] {
  const openings: Opening[] = []
  let nearest: Partial<Record<Mark, number>> = {}
  let atom = atoms.length - 1
  for (let at = text.length - 1; at >= 0; at -= 1) {
    meter.steps += 1
    const inside = atoms[atom]
    if (inside && at < inside.end) {
      at = inside.start
      atom -= 1
      openings.push({ at, end: inside.end, piece: inside.piece })
      continue
    }
    const char = text[at]
    if (char === '\n') nearest = {}
    else if (char === '*' || char === '_' || char === '~') {
      const end = nearest[char]
      if (end !== undefined && opens(text, at)) openings.push({ at, end, mark: char })
      if (closes(text, at)) nearest[char] = at
    }
  }
  return openings.reverse()
}

function parseInline(text: string, meter: Meter): Piece[] {
  const openings = findOpenings(text, findAtoms(text), meter)
  let next = 0

  function parse(from: number, to: number): Piece[] {
    const pieces: Piece[] = []
    let plain = from
    for (;;) {
      meter.steps += 1
      const opening = openings[next]
      if (!opening || opening.at >= to) break
      next += 1
      const { at, end } = opening
      // O que se cruza com o de fora fica como texto.
      if (at < plain || end > to || ('mark' in opening && end === to)) continue
      if (at > plain) pieces.push({ kind: 'text', text: text.slice(plain, at) })
      if ('piece' in opening) {
        pieces.push(opening.piece)
        plain = end
      } else {
        pieces.push({ kind: MARKS[opening.mark], pieces: parse(at + 1, end) })
        plain = end + 1
      }
    }
    if (to > plain) pieces.push({ kind: 'text', text: text.slice(plain, to) })
    return pieces
  }
  return parse(0, text.length)
}

const FENCE = '```'

export function parseMarks(text: string, meter: Meter = { steps: 0 }): Piece[] {
  const pieces: Piece[] = []
  const inline = (from: number, to: number) => {
    if (to > from) for (const piece of parseInline(text.slice(from, to), meter)) pieces.push(piece)
  }
  let done = 0
  for (;;) {
    const start = text.indexOf(FENCE, done)
    const end = start === -1 ? -1 : text.indexOf(FENCE, start + FENCE.length + 1)
    if (end === -1) break
    inline(done, start)
    pieces.push({ kind: 'block', text: text.slice(start + FENCE.length, end) })
    done = end + FENCE.length
  }
  inline(done, text.length)
  return pieces
}

const EMOJI_ONLY = new RegExp('^(?:\\p{RGI_Emoji}\\s*){1,5}$', 'v')

export function isEmojiOnly(text: string): boolean {
  return text.length < 80 && EMOJI_ONLY.test(text.trim())
}
