import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { shortcutMap } from './shortcut-map'

/** Como o mapa escreve cada tecla que os atalhos nomeiam. */
const SHOWN: Record<string, string> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  Escape: 'Esc',
  ' ': 'Space',
}

function shown(keys: string): string {
  return keys
    .split(/(?<=.)\+/)
    .map((part) => {
      if (SHOWN[part]) return SHOWN[part]
      if (part === 'mod') return 'Ctrl'
      if (/^[A-Z]$/.test(part)) return `Shift+${part}`
      return part.length === 1 ? part.toUpperCase() : part.replace(/^\w/, (c) => c.toUpperCase())
    })
    .join('+')
}

/** As teclas escritas nos atalhos de cada tela, e nas tabelas de teclas do fio e das linhas. */
function keysInSource(): string[] {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !/\.test\./.test(name))
    .map((name) => readFileSync(`src/${name}`, 'utf8'))
  const named = files
    .filter((text) => text.includes('useShortcuts('))
    .flatMap((text) =>
      [...text.matchAll(/\{\s*keys: '([^']+)'/g)].map(([, keys = '']) => shown(keys)),
    )
  const pages = [...readFileSync('src/app/nav-items.ts', 'utf8').matchAll(/keys: '(G \w)'/g)].map(
    ([, keys = '']) => keys,
  )
  const [, table = ''] =
    /const acts: Record[^{]*\{(.*?)\n {4}\}\n/s.exec(
      readFileSync('src/features/chats/thread/use-thread-keys.ts', 'utf8'),
    ) ?? []
  const inThread = [...table.matchAll(/^ {6}'?([\w+]+)'?:/gm)].map(([, keys = '']) => shown(keys))
  return [...new Set([...named, ...pages, ...inThread])].sort()
}

it('«?» nomeia toda tecla que a casa entende', () => {
  const map = new Set(shortcutMap().flatMap(({ rows }) => rows.flatMap(({ keys }) => keys)))
  const keys = keysInSource()

  expect(keys).toEqual(expect.arrayContaining(['N', 'G L', 'Ctrl+Shift+F6', 'Shift+U', '+']))
  expect(keys.filter((name) => !map.has(name))).toEqual([])
})
