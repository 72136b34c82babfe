/** O que a paleta oferece e como se escolhe: seções, prefixos, ordem. Puro. */
import type { LucideIcon } from 'lucide-react'
import { plain, score } from '@/lib/fuzzy'

export const SECTIONS = ['actions', 'chats', 'contacts', 'instances', 'pages', 'settings'] as const
export type SectionName = (typeof SECTIONS)[number]

export interface Item {
  /** Estável entre visitas: é por ele que se lembra o que se usou. */
  id: string
  section: SectionName
  icon: LucideIcon
  title: string
  hint?: string | undefined
  keys?: string | undefined
  /** Outras palavras por que também se acha. */
  also?: string | undefined
  /** O telefone, só dígitos. */
  digits?: string | undefined
  tone?: 'bad' | undefined
  disabledReason?: string | null | undefined
  /** Do que está em foco: vem antes, e aparece mesmo sem busca. */
  isFocused?: boolean | undefined
  /** Só quando se procura: haveria um por instância. */
  isHidden?: boolean | undefined
  /** O servidor já disse que responde a esta busca. */
  isAnswer?: boolean | undefined
  href?: string | undefined
  /** O que vai com a navegação sem ficar no endereço. */
  state?: unknown
  run?: (() => void) | undefined
}

export interface Shown {
  section: SectionName | 'recent'
  items: Item[]
}

const PREFIXES: Record<string, SectionName> = { '>': 'actions', '@': 'contacts', '!': 'instances' }
const PER_SECTION = 6
const PER_ONLY_SECTION = 30
const PHONE = /^[+\d][\d\s().-]*$/
const ANSWER = 20
/** Havendo quem traga a busca inteira, quem só a tem em letras soltas sai. */
const CLEAR = 60
const DIGITS = 90

export interface Query {
  /** Só esta seção, pedida pelo prefixo. */
  only: SectionName | null
  text: string
}

export function parseQuery(typed: string): Query {
  const text = typed.trimStart()
  const only = PREFIXES[text.charAt(0)] ?? null
  return { only, text: (only ? text.slice(1) : text).trim() }
}

/** Os dígitos, quando o que se escreveu só pode ser um número (inteiro ou um pedaço). */
export function digitsOf(text: string): string | null {
  return PHONE.test(text) ? text.replace(/\D/g, '') : null
}

const plained = new WeakMap<Item, string>()

function wordsOf(item: Item): string {
  let words = plained.get(item)
  if (words === undefined) {
    words = plain([item.title, item.also ?? '', item.hint ?? ''].join(' '))
    plained.set(item, words)
  }
  return words
}

function scoreItem(item: Item, text: string, digits: string | null): number {
  if (digits !== null && digits.length >= 3 && item.digits?.includes(digits)) return DIGITS
  return score(text, wordsOf(item)) || (item.isAnswer ? ANSWER : 0)
}

/** O que se mostra para o que se escreveu; a seção com a melhor resposta vem antes, e nos empates vale a ordem da casa. */
export function choose(items: readonly Item[], recent: readonly Item[], typed: string): Shown[] {
  const { only, text } = parseQuery(typed)
  const pool = only ? items.filter(({ section }) => section === only) : items
  if (text === '') {
    const shown = SECTIONS.flatMap((section): Shown[] => {
      const own = pool.filter((item) => item.section === section && !item.isHidden)
      const kept = only ? own.slice(0, PER_ONLY_SECTION) : own.filter(isOfferedUnasked)
      return kept.length > 0 ? [{ section, items: focusedFirst(kept) }] : []
    })
    return only || recent.length === 0
      ? shown
      : [{ section: 'recent', items: [...recent] }, ...shown]
  }
  const words = plain(text)
  const digits = digitsOf(text)
  const bySection = new Map<SectionName, { item: Item; points: number }[]>()
  for (const item of pool) {
    const points = scoreItem(item, words, digits)
    if (points === 0) continue
    const found = bySection.get(item.section)
    if (found) found.push({ item, points })
    else bySection.set(item.section, [{ item, points }])
  }
  const isClear = [...bySection.values()].flat().some(({ points }) => points >= CLEAR)
  const limit = only ? PER_ONLY_SECTION : PER_SECTION
  return SECTIONS.flatMap((section) => {
    const found = bySection
      .get(section)
      ?.filter(({ item, points }) => !isClear || points >= CLEAR || item.isAnswer)
    if (!found?.length) return []
    // A ordenação é estável: nos empates fica a ordem em que vieram (conversas, as mais novas).
    found.sort(
      (a, b) =>
        b.points - a.points ||
        Number(b.item.isFocused ?? false) - Number(a.item.isFocused ?? false),
    )
    const best = found[0]?.points ?? 0
    return [{ section, items: found.slice(0, limit).map(({ item }) => item), best }]
  })
    .sort((a, b) => b.best - a.best)
    .map(({ section, items: chosen }) => ({ section, items: chosen }))
}

/** Sem busca mostra-se o que se faz e aonde se vai; o resto espera que se escreva. */
function isOfferedUnasked({ section, isFocused }: Item): boolean {
  return section === 'actions' || section === 'pages' || isFocused === true
}

function focusedFirst(items: Item[]): Item[] {
  return [...items.filter((item) => item.isFocused), ...items.filter((item) => !item.isFocused)]
}
