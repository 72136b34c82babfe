/** Listas por cursor: `next` é uma URL inteira, que `call` recebe em `at`. */
import type { Routes } from './generated/routes.gen'
import { call } from './call'
import type { Answer, Route } from './routes'

export interface Page<T> {
  next: string | null
  previous: string | null
  results: T[]
}

/** O que toda lista infinita por cursor diz ao TanStack Query. */
export const byCursor = {
  initialPageParam: null as string | null,
  getNextPageParam: ({ next }: { next: string | null }) => next,
}

/** As rotas que respondem uma lista por páginas, e a quem basta dizer `limit`: a API recusa um parâmetro que não tem. */
type Listing = {
  [R in Route]: Answer<R> extends Page<unknown>
    ? { query: { limit: number } } extends Omit<Routes[R]['asked'], 'url'>
      ? R
      : never
    : never
}[Route]

/** O máximo que a API dá por página. */
const AT_ONCE = 200

/** Uma lista inteira, página a página até o fim. */
export async function fetchAll<R extends Listing>(
  route: R,
  signal?: AbortSignal,
): Promise<Answer<R>['results']> {
  const ask = call as (
    route: R,
    asked: { query: { limit: number }; at: string | null; signal: AbortSignal | undefined },
  ) => Promise<Answer<R>>
  const rows: unknown[] = []
  let at: string | null = null
  do {
    const answer: Answer<R> = await ask(route, { query: { limit: AT_ONCE }, at, signal })
    rows.push(...answer.results)
    at = answer.next
  } while (at)
  return rows as Answer<R>['results']
}
