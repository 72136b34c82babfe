/** O conteúdo cru em linhas de árvore, com o que é segredo coberto. */
export interface TreeRow {
  /** «$.msgContent.text», também o que se copia. */
  path: string
  name: string
  depth: number
  /** O que se lê à direita: valor, ou quantos filhos. */
  text: string
  value: unknown
  type: 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null'
  size: number
  isOpen: boolean
}

const SECRET = /token|secret|authorization|password|api_?key|media_?key/i
const MASK = '••••'

/** Cobre o valor de toda chave que parece segredo, em qualquer profundidade. */
export function maskSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(maskSecrets)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      SECRET.test(key) && inner !== null && typeof inner !== 'object' && inner !== ''
        ? MASK
        : maskSecrets(inner),
    ]),
  )
}

/** Os campos que dizem algo, um por linha: «content.text». Vazio, nulo e falso ficam de fora. */
export function flatFields(value: unknown, prefix = ''): [string, string][] {
  if (value === null || value === undefined || value === '' || value === false) return []
  if (typeof value !== 'object') return [[prefix, String(value)]]
  return Object.entries(value).flatMap(([key, inner]) =>
    flatFields(inner, prefix === '' ? key : `${prefix}.${key}`),
  )
}

function typeOf(value: unknown): TreeRow['type'] {
  if (value === null || value === undefined) return 'null'
  if (Array.isArray(value)) return 'array'
  const type = typeof value
  return type === 'object' || type === 'number' || type === 'boolean' ? type : 'string'
}

const pathOf = (parent: string, key: string, isIndex: boolean): string =>
  isIndex
    ? `${parent}[${key}]`
    : /^[A-Za-z_$][\w$]*$/.test(key)
      ? `${parent}.${key}`
      : `${parent}[${JSON.stringify(key)}]`

interface FlattenOptions {
  closed: ReadonlySet<string>
  search: string
}

/** Só as linhas à vista; com busca, só o que casa e o caminho até lá. */
export function flatten(root: unknown, { closed, search }: FlattenOptions): TreeRow[] {
  const wanted = search.trim().toLowerCase()
  function walk(value: unknown, name: string, path: string, depth: number): TreeRow[] {
    const type = typeOf(value)
    const entries =
      type === 'array' || type === 'object' ? Object.entries(value as object) : ([] as never[])
    const text =
      type === 'array'
        ? `[${entries.length}]`
        : type === 'object'
          ? `{${entries.length}}`
          : type === 'string'
            ? String(value)
            : String(value ?? null)
    const isOpen = entries.length > 0 && (wanted !== '' || !closed.has(path))
    const row: TreeRow = { path, name, depth, text, value, type, size: entries.length, isOpen }
    const inner = isOpen
      ? entries.flatMap(([key, child]) =>
          walk(child, key, pathOf(path, key, type === 'array'), depth + 1),
        )
      : []
    if (wanted === '') return [row, ...inner]
    const isHit =
      name.toLowerCase().includes(wanted) ||
      (entries.length === 0 && text.toLowerCase().includes(wanted))
    return isHit || inner.length > 0 ? [row, ...inner] : []
  }
  return walk(root, '$', '$', 0)
}
