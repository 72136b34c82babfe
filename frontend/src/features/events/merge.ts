/** Como a primeira página nova se casa com o que já está na tela. */
import type { InfiniteData } from '@tanstack/react-query'
import type { Page } from '@/api/pages'
import type { EventRow } from './model'

export type Pages = InfiniteData<Page<EventRow>, unknown>

/** Corrige no lugar as linhas que já se veem; nada entra nem sai. */
export function patchRows(current: Pages, rows: readonly EventRow[]): Pages {
  const fresh = new Map(rows.map((row) => [row.id, row]))
  return {
    ...current,
    pages: current.pages.map((page) =>
      page.results.some(({ id }) => fresh.has(id))
        ? { ...page, results: page.results.map((row) => fresh.get(row.id) ?? row) }
        : page,
    ),
  }
}

/** Quantas da página nova ainda não estão na tela; `isMore` quando nem todas couberam nela. */
export function countNew(
  current: Pages,
  first: Page<EventRow>,
): { count: number; isMore: boolean } {
  const newest = current.pages[0]?.results[0]?.id ?? 0
  const count = first.results.filter(({ id }) => id > newest).length
  return { count, isMore: count === first.results.length && first.next !== null && count > 0 }
}

/** Põe as novas em cima; se ficou um vão entre elas e as velhas, começa de novo pela página nova. */
export function putNew(current: Pages, first: Page<EventRow>): Pages {
  const { count, isMore } = countNew(current, first)
  const [top, ...rest] = current.pages
  if (isMore || !top) return { pages: [first], pageParams: [null] }
  const patched = patchRows(current, first.results)
  const head = patched.pages[0] ?? top
  return {
    ...patched,
    pages: [
      { ...head, results: [...first.results.slice(0, count), ...head.results] },
      ...(rest.length > 0 ? patched.pages.slice(1) : []),
    ],
  }
}
