/**
 * Quanto o Chromium leva para ler as marcas e os links de 64 KB feitos para travar: menos de 50 ms (mediana de cinco).
 * `node benchmarks/marks.mjs`, com as dependências de frontend/ instaladas; CHROMIUM diz onde está o navegador.
 */
import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'

const frontend = fileURLToPath(new URL('../frontend/', import.meta.url))
const from = createRequire(`${frontend}package.json`)
const { build } = await import(pathToFileURL(`${frontend}node_modules/vite/dist/node/index.js`))
const { chromium } = from('@playwright/test')

const LIMIT_MS = 50
const SIZE = 64 * 1024
const TEXTS = {
  'aberturas de negrito': '*x ',
  'aberturas de riscado': '~a ',
  'marcas misturadas': '*_~x ',
  'pares dentro de pares': '*a _b ~c~ d_ e* ',
  réguas: '***** ',
  crases: '`a ',
  domínios: 'a.com,',
  'quase domínios': 'a.a.',
  'quase telefones': '11 9888 ',
  dígitos: '1',
  parênteses: 'https://a.com/)))))',
}

const [{ output }] = [
  await build({
    root: frontend,
    configFile: false,
    logLevel: 'error',
    resolve: { alias: { '@': `${frontend}src` } },
    build: {
      write: false,
      lib: {
        entry: `${frontend}src/features/chats/bubbles/marks.ts`,
        formats: ['iife'],
        name: 'marks',
      },
    },
  }),
].flat()
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || undefined })
const page = await browser.newPage()
await page.addScriptTag({ content: `${output[0].code};window.marks = marks` })

let isSlow = false
for (const [name, part] of Object.entries(TEXTS)) {
  const text = part.repeat(Math.ceil(SIZE / part.length)).slice(0, SIZE)
  const ms = await page.evaluate((given) => {
    const took = [1, 2, 3, 4, 5].map(() => {
      const started = performance.now()
      window.marks.parseMarks(given)
      return performance.now() - started
    })
    return took.sort((a, b) => a - b)[2]
  }, text)
  isSlow ||= ms >= LIMIT_MS
  console.log(`${ms < LIMIT_MS ? 'ok   ' : 'LENTO'} ${name.padEnd(24)} ${ms.toFixed(1)} ms`)
}
await browser.close()
process.exitCode = isSlow ? 1 : 0
