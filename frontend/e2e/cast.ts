// Gente inventada para uma história só: ninguém mais escreve na conversa que ela olha.
import { test } from '@playwright/test'

export interface Person {
  phone: string
  name: string
  /** O que marca os textos desta história, para os achar na tela. */
  stamp: string
}

const FIRST = [
  'Abel',
  'Berta',
  'Celso',
  'Dulce',
  'Elias',
  'Flora',
  'Gil',
  'Hilda',
  'Ivo',
  'Jussara',
]
const LAST = ['Amaral', 'Bastos', 'Coelho', 'Dantas', 'Esteves', 'Fontes', 'Galvão', 'Horta']
const asked = new Map<string, number>()

/** FNV-1a: a mesma semente e a mesma história dão sempre a mesma gente. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (const letter of text) value = Math.imul(value ^ (letter.codePointAt(0) ?? 0), 0x01000193)
  return value >>> 0
}

/** Mais uma pessoa, que nunca escreveu a ninguém. E2E_SEED troca todas. */
export function somebody(): Person {
  const { testId, project, repeatEachIndex, retry } = test.info()
  const story = [process.env.E2E_SEED ?? '', testId, project.name, repeatEachIndex, retry].join('|')
  const n = (asked.get(story) ?? 0) + 1
  asked.set(story, n)
  const number = hash(`${story}|${n}`)
  const digits = String(number % 100_000_000).padStart(8, '0')
  const stamp = digits.slice(-6)
  const first = FIRST[number % FIRST.length] ?? ''
  const last = LAST[(number >>> 8) % LAST.length] ?? ''
  return { phone: `55119${digits}`, name: `${first} ${last} ${stamp}`, stamp }
}
