/**
 * Achar endereços e telefones num texto, para a bolha e para a galeria. Em tempo linear: qualquer pessoa pode mandar
 * 64 KB feitos para travar a tela, então cada trecho sem espaço é lido uma vez.
 */
import { homeCountry } from './country'

export interface Found {
  start: number
  end: number
  /** Sempre inteiro: sem o esquema, o navegador abriria uma página daqui. Nulo: é um telefone. */
  href: string | null
}

const CHUNK = /[^\s<>"“”«»]+/g
/** Maior que isto não é um endereço. */
const LONGEST = 4096
const EXPLICIT = /(?<![\p{L}\p{N}])(?:https?:\/\/|www\.)(?=[\p{L}\p{N}[])/iu
const NAMES = /[\p{L}\p{N}._%+@-]+/gu
const LABEL = /^[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?$/u
const MAILBOX = /^[\w.%+-]{1,64}$/
const PATH = /^(?::\d{2,5})?[/?#]/

/** As terminações que se reconhecem sem https:// na frente; as de país valem também depois de com., org., gov.… */
const GENERIC = new Set(
  'com net org edu gov info biz app dev io ai tv shop store online site xyz link page cloud tech digital blog live vip club wiki'.split(
    ' ',
  ),
)
const SECOND_LEVEL = new Set(
  'com net org edu gov co ind art adv eco blog app log dev tec'.split(' '),
)
const COUNTRIES = new Set('br pt ar uy py cl mx pe bo us uk ca es fr it ch nl be eu'.split(' '))
const SHORT_HOSTS = new Set(['wa.me', 't.me', 'm.me', 'bit.ly', 'goo.gl', 'youtu.be', 'fb.me'])

const INTERNATIONAL = String.raw`\+\d(?:[ .()\u00a0-]{0,2}\d){7,14}`
const BRAZILIAN = String.raw`(?:55[ .-]?)?\(?0?[1-9]{2}\)?[ .\u00a0-]{0,2}(?:9[ .]?\d{4}|[2-9]\d{3})[ .-]?\d{4}`
const BOUNDED = (pattern: string) =>
  new RegExp(
    String.raw`(?<![\p{L}\p{N}@./,+-])(?:${pattern})(?![\p{L}\p{N}/]|[.,-]\d|[ .-]\d{4}(?!\d))`,
    'gu',
  )
const PHONE_ANYWHERE = BOUNDED(INTERNATIONAL)
const PHONE_IN_BRAZIL = BOUNDED(`${INTERNATIONAL}|${BRAZILIAN}`)

const OPENS: Record<string, string> = { ')': '(', ']': '[', '}': '{' }

/** Até onde vai o endereço: a pontuação e o parêntese da frase, e as marcas em volta, não são dele. */
function trimmedEnd(raw: string): number {
  const balance: Record<string, number> = { ')': 0, ']': 0, '}': 0 }
  for (const char of raw) {
    for (const [close, open] of Object.entries(OPENS)) {
      if (char === open) balance[close] = (balance[close] ?? 0) + 1
      else if (char === close) balance[close] = (balance[close] ?? 0) - 1
    }
  }
  let end = raw.length
  for (; end > 0; end -= 1) {
    const char = raw[end - 1] ?? ''
    const missing = balance[char]
    if (missing !== undefined && missing < 0) balance[char] = missing + 1
    else if (!/[.,;:!?'’‘*_~…]/.test(char)) break
  }
  return end
}

function isHost(name: string): boolean {
  const labels = name.split('.')
  if (labels.length < 2 || !labels.every((label) => LABEL.test(label))) return false
  const [second = '', last = ''] = labels.slice(-2)
  const ending = last.toLowerCase()
  // «Obrigado.Me liga» é falta de espaço, não um endereço.
  if (last !== ending && name !== name.toUpperCase()) return false
  if (SHORT_HOSTS.has(name.toLowerCase()) || GENERIC.has(ending) || COUNTRIES.has(ending))
    return true
  return labels.length > 2 && ending.length === 2 && SECOND_LEVEL.has(second.toLowerCase())
}

function isMail(name: string): boolean {
  const [mailbox = '', host = '', ...rest] = name.split('@')
  if (rest.length > 0 || !MAILBOX.test(mailbox) || host.length > 255) return false
  const labels = host.split('.')
  return (
    labels.length > 1 &&
    labels.every((label) => LABEL.test(label)) &&
    /^\p{L}{2,}$/u.test(labels.at(-1) ?? '')
  )
}

/** Os endereços de um trecho sem espaços; o que tem caminho vai até o fim dele. */
function* inChunk(chunk: string): Generator<Found & { href: string }> {
  const explicit = EXPLICIT.exec(chunk)
  for (const { 0: run, index } of chunk.slice(0, explicit?.index).matchAll(NAMES)) {
    if ('/\\=&#:'.includes(chunk[index - 1] ?? ' ')) continue
    const name = run.replace(/^[._%+-]+/, '')
    const start = index + run.length - name.length
    let end = start + name.length
    while (end > start && '._%+-'.includes(chunk[end - 1] ?? '')) end -= 1
    const core = chunk.slice(start, end)
    if (isMail(core)) yield { start, end, href: `mailto:${core}` }
    else if (isHost(core)) {
      const hasPath = end === index + run.length && PATH.test(chunk.slice(end))
      if (hasPath) end = start + trimmedEnd(chunk.slice(start))
      yield { start, end, href: `https://${chunk.slice(start, end)}` }
      if (hasPath) return
    }
  }
  if (!explicit) return
  const start = explicit.index
  const end = start + trimmedEnd(chunk.slice(start))
  const text = chunk.slice(start, end)
  yield { start, end, href: /^www\./i.test(text) ? `https://${text}` : text }
}

/** Onze dígitos corridos só são celular com o 9; menos que isso é um código qualquer. */
function isPhone(text: string): boolean {
  return /\D/.test(text) || /^(?:55)?\d\d9\d{8}$/.test(text)
}

/** Tudo o que se pode abrir num texto, na ordem, sem sobreposição. */
export function findLinks(text: string): Found[] {
  const found: Found[] = []
  for (const { 0: chunk, index } of text.matchAll(CHUNK)) {
    // Quase todo trecho é uma palavra.
    if (chunk.length > LONGEST || !/\.|:\/\//.test(chunk)) continue
    for (const { start, end, href } of inChunk(chunk))
      found.push({ start: index + start, end: index + end, href })
  }
  const pattern = homeCountry() === 'BR' ? PHONE_IN_BRAZIL : PHONE_ANYWHERE
  let next = 0
  const phones: Found[] = []
  for (const { 0: phone, index } of text.matchAll(pattern)) {
    const end = index + phone.length
    while ((found[next]?.end ?? Number.POSITIVE_INFINITY) <= index) next += 1
    const isFree = (found[next]?.start ?? Number.POSITIVE_INFINITY) >= end
    if (isFree && isPhone(phone)) phones.push({ start: index, end, href: null })
  }
  return [...found, ...phones].sort((a, b) => a.start - b.start)
}

/** Os endereços de páginas de um texto, inteiros e sem repetição. */
export function linksIn(text: string): string[] {
  const pages = findLinks(text).flatMap(({ href }) =>
    href?.startsWith('mailto:') ? [] : (href ?? []),
  )
  return [...new Set(pages)]
}
