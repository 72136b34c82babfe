/** Listas por cursor: `next` é uma URL inteira, da qual só interessa o caminho nesta origem. */
import { http } from './client'

export interface Page<T> {
  next: string | null
  previous: string | null
  results: T[]
}

export type Params = Record<string, string | number | boolean | readonly string[] | undefined>

export async function fetchPage<T>(
  path: string,
  options: { params?: Params; signal?: AbortSignal | undefined } = {},
): Promise<Page<T>> {
  const { pathname, search } = new URL(path, window.location.origin)
  const { data } = await http.get<Page<T>>(pathname + search, {
    params: options.params,
    signal: options.signal,
  })
  return data
}

const MAX_PAGES = 25

/** Tudo de uma lista pequena (instâncias, pessoas): até 5.000 linhas. */
export async function fetchAll<T>(path: string, signal?: AbortSignal): Promise<T[]> {
  const rows: T[] = []
  let next: string | null = path
  for (let page = 0; next && page < MAX_PAGES; page += 1) {
    const answer: Page<T> = await fetchPage<T>(next, {
      params: page === 0 ? { limit: 200 } : {},
      signal,
    })
    rows.push(...answer.results)
    next = answer.next
  }
  return rows
}
