import { describe, expect, it } from 'vitest'
import en from './en.json'
import ptBR from './pt-BR.json'

function keys(tree: object, prefix = ''): string[] {
  return Object.entries(tree).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null
      ? keys(value, `${prefix}${key}.`)
      : [`${prefix}${key}`],
  )
}

function blanks(tree: object): Map<string, string> {
  return new Map(
    Object.entries(tree).flatMap(([key, value]: [string, unknown]): [string, string][] =>
      typeof value === 'object' && value !== null
        ? [...blanks(value)].map(([inner, names]) => [`${key}.${inner}`, names])
        : [[key, (String(value).match(/\{\{\w+\}\}/g) ?? []).sort().join()]],
    ),
  )
}

describe('texts', () => {
  it('has every key in both languages', () => {
    expect(keys(en).sort()).toEqual(keys(ptBR).sort())
  })

  it('fills the same blanks in both languages', () => {
    expect(blanks(en)).toEqual(blanks(ptBR))
  })
})
