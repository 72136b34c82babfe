// Orçamento de bytes (UX.md seção 5), medido no que o navegador baixa: o pacote e tudo o que ele importa.
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const manifest = JSON.parse(readFileSync('dist/.vite/manifest.json', 'utf8'))
const weigh = (file) => gzipSync(readFileSync(`dist/${file}`), { level: 9 }).length / 1024

function collect(key, files = new Set()) {
  const chunk = manifest[key]
  if (!chunk || files.has(chunk.file)) return files
  files.add(chunk.file)
  for (const imported of chunk.imports ?? []) collect(imported, files)
  for (const css of chunk.css ?? []) files.add(css)
  return files
}

function total(keys, extension) {
  const files = new Set(keys.flatMap((key) => [...collect(key)]))
  return [...files]
    .filter((file) => file.endsWith(extension))
    .reduce((sum, file) => sum + weigh(file), 0)
}

const entry = 'index.html'
const login = [entry, 'src/app/login-entry.tsx', 'src/i18n/login-pt-br.ts']
const chats = [
  entry,
  'src/app/desk-entry.tsx',
  'src/i18n/desk-pt-br.ts',
  'src/features/chats/chats-page.tsx',
]
const pages = Object.keys(manifest).filter(
  (key) => /src\/features\/.*-page\.tsx$/.test(key) && !/chats-page|login-page/.test(key),
)

// Com uma conversa aberta e o fluxo ligado: só informa, o orçamento é da primeira carga.
const thread = [...chats, 'src/features/chats/thread/thread-pane.tsx', 'src/live/stream.ts']
const base = total(chats, '.js')
const rows = [
  ['login JS', total(login, '.js'), 82],
  ['shell + chats JS', base, 162],
  ['  com conversa aberta', total(thread, '.js'), Number.POSITIVE_INFINITY],
  ['CSS', total([...login, ...chats, ...pages], '.css'), 20],
  ...pages.map((page) => [
    page.replace(/.*\//, '+ '),
    total([...chats, 'src/i18n/pages-pt-br.ts', page], '.js') - base,
    60,
  ]),
]
let failed = false
for (const [name, kb, limit] of rows) {
  const isOver = kb > limit
  failed ||= isOver
  console.log(
    `${isOver ? 'ACIMA' : 'ok   '} ${name.padEnd(28)} ${kb.toFixed(1).padStart(6)} KB gz de ${limit}`,
  )
}
process.exitCode = failed ? 1 : 0
