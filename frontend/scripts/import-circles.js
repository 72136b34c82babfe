// Regra do eslint: nenhum círculo de importações, contando as só de tipos (que import-x/no-cycle não conta). Um tipo que
// dois arquivos dividem mora num terceiro, abaixo deles.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

const SRC = resolve(import.meta.dirname, '../src')
const FROM = /^(?:import|export)\b[^'"]*?from\s+'([^']+)'|^import\s+'([^']+)'/gms

const isFile = (path) => existsSync(path) && statSync(path).isFile()

/** O arquivo que um `from '…'` daqui quer dizer; null: não é do projeto. */
function target(file, source) {
  if (!/^(\.|@\/)/.test(source)) return null
  const base = source.startsWith('@/') ? join(SRC, source.slice(2)) : resolve(dirname(file), source)
  return [base, `${base}.ts`, `${base}.tsx`].find(isFile) ?? null
}

function readGraph() {
  const files = readdirSync(SRC, { recursive: true })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join(SRC, name))
  return new Map(
    files.map((file) => [
      file,
      [...readFileSync(file, 'utf8').matchAll(FROM)]
        .map(([, from, bare]) => target(file, from ?? bare))
        .filter((path) => path !== null),
    ]),
  )
}

/** Se de um arquivo se chega a outro; o caminho, para o aviso. */
function route(graph, from, to) {
  const cameFrom = new Map([[from, null]])
  const queue = [from]
  for (let file = queue.shift(); file; file = queue.shift()) {
    if (file === to) {
      const path = []
      for (let at = file; at; at = cameFrom.get(at)) path.unshift(at.slice(SRC.length + 1))
      return path
    }
    for (const next of graph.get(file) ?? []) {
      if (cameFrom.has(next)) continue
      cameFrom.set(next, file)
      queue.push(next)
    }
  }
  return null
}

let graph

export const importCircles = {
  rules: {
    'no-circle': {
      meta: { type: 'problem', schema: [] },
      create(context) {
        graph ??= readGraph()
        const check = (node) => {
          if (!node.source) return
          const to = target(context.filename, node.source.value)
          const path = to && route(graph, to, context.filename)
          if (path) context.report({ node, message: `Círculo de importações: ${path.join(' → ')}` })
        }
        return {
          ImportDeclaration: check,
          ExportNamedDeclaration: check,
          ExportAllDeclaration: check,
        }
      },
    },
  },
}
