/** Achar por pedaços de palavras, sem ligar para acentos nem maiúsculas. Puro. */

/** «São João» e «sao joao» são o mesmo. */
export function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}

const PREFIX = 100
const WORD_START = 80
const INSIDE = 60
const SPREAD = 30
/** Letras soltas só contam de três em diante, e juntas o bastante para não casar com tudo. */
const SPREAD_MIN = 3
const SPREAD_TIMES = 3

function isWordPart(letter: string | undefined): boolean {
  return letter !== undefined && /[\p{L}\p{N}]/u.test(letter)
}

/** As letras em ordem, a partir do começo de uma palavra: «nvc» acha «nova conversa». */
function isSpread(word: string, text: string): boolean {
  if (word.length < SPREAD_MIN) return false
  for (let start = text.indexOf(word.charAt(0)); start >= 0;) {
    if (!isWordPart(text[start - 1])) {
      let at = start
      let found = 1
      for (; found < word.length; found += 1) {
        at = text.indexOf(word.charAt(found), at + 1)
        if (at < 0) break
      }
      if (found === word.length && at - start < word.length * SPREAD_TIMES) return true
    }
    start = text.indexOf(word.charAt(0), start + 1)
  }
  return false
}

function scoreWord(word: string, text: string): number {
  let at = text.indexOf(word)
  if (at === 0) return PREFIX
  const isInside = at > 0
  for (; at > 0; at = text.indexOf(word, at + 1)) {
    if (!isWordPart(text[at - 1])) return WORD_START
  }
  if (isInside) return INSIDE
  return isSpread(word, text) ? SPREAD : 0
}

/** Quanto `text` responde à busca, de 0 (nada) a 100; toda palavra tem de achar onde caber. Os dois já `plain`. */
export function score(query: string, text: string): number {
  const words = query.split(/\s+/).filter(Boolean)
  if (words.length === 0) return 0
  let total = 0
  for (const word of words) {
    const one = scoreWord(word, text)
    if (one === 0) return 0
    total += one
  }
  return total / words.length
}
