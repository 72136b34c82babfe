/** Os casos de tests/cases que são do navegador: o que as pessoas mandam e copiam, e o que tem de virar. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseMarks } from '@/features/chats/bubbles/marks'
import { maskPhone } from '@/lib/phone'

interface Case {
  input: { frontend?: { function: string; args: string[]; repeat?: [string, number] } }
  expect: { result?: unknown; 'result~'?: unknown[]; ms_below?: number }
}

const FUNCTIONS: Record<string, (text: string) => unknown> = {
  parseMarks: (text) => parseMarks(text),
  maskPhone,
}

const FOLDER = '../tests/cases'
const cases = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.json'))
  .map((name) => ({ name, ...(JSON.parse(readFileSync(`${FOLDER}/${name}`, 'utf8')) as Case) }))
  .flatMap(({ name, input: { frontend }, expect: wanted }) =>
    frontend ? [{ name: name.replace('.json', ''), frontend, wanted }] : [],
  )

describe('tests/cases', () => {
  it('tem os casos do navegador', () => {
    expect(cases.length).toBeGreaterThan(10)
  })

  it.each(cases)('$name', ({ frontend, wanted }) => {
    const run = FUNCTIONS[frontend.function]
    if (!run) throw new Error(`função desconhecida: ${frontend.function}`)
    const [part, times] = frontend.repeat ?? ['', 0]
    const started = performance.now()

    const result = run(frontend.args[0] ?? part.repeat(times))

    const took = performance.now() - started
    if (wanted.ms_below !== undefined) expect(took).toBeLessThan(wanted.ms_below)
    if ('result' in wanted) expect(result).toEqual(wanted.result)
    for (const piece of wanted['result~'] ?? [])
      expect(result).toEqual(expect.arrayContaining([matching(piece)]))
  })
})

/** O esperado é parcial, também por dentro: só as chaves ditas contam. */
function matching(value: unknown): unknown {
  if (Array.isArray(value)) return expect.arrayContaining(value.map(matching))
  if (typeof value !== 'object' || value === null) return value
  return expect.objectContaining(
    Object.fromEntries(Object.entries(value).map(([key, inside]) => [key, matching(inside)])),
  )
}
