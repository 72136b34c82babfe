/**
 * O único modo de chamar a API: a rota é o texto dela, e o compilador confere caminho, parâmetros, corpo e resposta
 * contra o esquema (generated/ só tem tipos: nada dele vai ao pacote).
 */
import { request } from './client'
import type { Routes } from './generated/routes.gen'
import type { Answer, Route } from './routes'

/** O gateway pode levar 15 s por ida, e algumas chamadas são seis delas. */
export const SLOW_MS = 90_000

interface Extras {
  signal?: AbortSignal | undefined
  /** Em ms; o que espera o gateway passa do padrão. 0: sem limite. */
  timeout?: number
  /** A página que a própria API deu (`next`, `previous`): os parâmetros dela valem no lugar de `query`. */
  at?: string | null
  onUploadProgress?: (part: number) => void
}

type Asked<R extends Route> = Omit<Routes[R]['asked'], 'url'> & Extras

/** Rota sem nada de obrigatório dispensa o segundo argumento. */
type Rest<R extends Route> = object extends Asked<R> ? [asked?: Asked<R>] : [asked: Asked<R>]

/** O que se pode pedir, sem o que cada rota exige. */
interface Loose extends Extras {
  path?: object
  query?: object
  body?: object
  headers?: object
}

function fill(url: string, path: object = {}): string {
  const values = new Map(Object.entries(path))
  return url.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(values.get(name))),
  )
}

/** A API quer ?state=a&state=b, sem colchetes; o que não se disse não vai. */
function searchOf(query: object = {}): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(query) as [string, unknown][]) {
    for (const one of Array.isArray(value) ? (value as unknown[]) : [value]) {
      if (one !== undefined && one !== null) params.append(name, String(one))
    }
  }
  const text = params.toString()
  return text && `?${text}`
}

/** Com um arquivo dentro, o corpo vai em multipart; o navegador escreve a fronteira. */
function serialise(body: object): object {
  const entries = Object.entries(body) as [string, unknown][]
  if (!entries.some(([, value]) => value instanceof Blob)) return body
  const form = new FormData()
  for (const [name, value] of entries) {
    for (const one of Array.isArray(value) ? (value as unknown[]) : [value]) {
      if (one === undefined || one === null) continue
      form.append(name, one instanceof Blob || typeof one === 'string' ? one : JSON.stringify(one))
    }
  }
  return form
}

export async function call<R extends Route>(route: R, ...rest: Rest<R>): Promise<Answer<R>> {
  const [method, url] = route.split(' ') as [string, string]
  const { path, query, body, headers, at, ...how }: Loose = rest[0] ?? {}
  const search = at ? new URL(at, window.location.origin).search : searchOf(query)
  const answer = await request({
    method,
    url: fill(url, path) + search,
    body: body && serialise(body),
    headers: { ...headers } as Record<string, string>,
    ...how,
  })
  return answer as Answer<R>
}
