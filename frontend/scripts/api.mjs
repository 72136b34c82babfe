// Gera src/api/generated a partir de openapi.json: os tipos (openapi-ts) e a tabela das rotas que `call` confere.
// Com --check só diz se o que está no repositório é o que se geraria agora.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const KEPT = 'src/api/generated'
const METHODS = ['get', 'post', 'put', 'patch', 'delete']

/** `chats_draft_delete` -> `ChatsDraftDelete`, como o openapi-ts dá nome aos tipos. */
const pascal = (id) =>
  id
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')

function routesOf(spec) {
  return Object.entries(spec.paths).flatMap(([path, operations]) =>
    METHODS.filter((method) => operations[method]).map((method) => ({
      route: `${method.toUpperCase()} ${path}`,
      type: pascal(operations[method].operationId),
    })),
  )
}

function routesFile(routes, types) {
  const answered = new Set([...types.matchAll(/^export type (\w+)Response = /gm)].map(([, n]) => n))
  return [
    '// Gerado por `make api`; não se edita.',
    "import type * as api from './types.gen'",
    '',
    'export interface Routes {',
    ...routes.map(({ route, type }) => {
      const answer = answered.has(type) ? `api.${type}Response` : 'unknown'
      return `  '${route}': { asked: api.${type}Data; answer: ${answer} }`
    }),
    '}',
    '',
  ].join('\n')
}

function generate(folder) {
  execFileSync('openapi-ts', ['-o', folder], { stdio: ['ignore', 'ignore', 'inherit'] })
  const types = readFileSync(join(folder, 'types.gen.ts'), 'utf8')
  const spec = JSON.parse(readFileSync('openapi.json', 'utf8'))
  writeFileSync(join(folder, 'routes.gen.ts'), routesFile(routesOf(spec), types))
}

function read(folder) {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
  return names
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => `${file.slice(folder.length)}\n${readFileSync(file, 'utf8')}`)
    .sort()
    .join('\n')
}

if (process.argv.includes('--check')) {
  const folder = mkdtempSync('src/api/.check-')
  try {
    generate(folder)
    if (read(folder) !== read(KEPT)) {
      console.error(`${KEPT} não é o que openapi.json gera: rode make api.`)
      process.exitCode = 1
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
} else generate(KEPT)
