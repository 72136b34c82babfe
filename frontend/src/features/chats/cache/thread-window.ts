/**
 * A janela de mensagens que a tela tem na mão, em ordem do mais antigo ao mais novo.
 * Funções puras: entra janela, sai janela.
 */
import { keepEqual } from '@/lib/keep-equal'
import type { Page } from '@/api/pages'
import type { Mensagem } from '../model'

/** Por onde continuar: a URL do servidor ou, onde a janela foi podada, a mensagem da ponta. */
export type Edge = { url: string } | { around: number }

export interface ThreadWindow {
  items: Mensagem[]
  /** null: não há nada mais antigo. */
  older: Edge | null
  /** null: a janela vai até o agora. */
  newer: Edge | null
}

/** Mensagens guardadas na memória; o que passa disso é largado na ponta oposta. */
export const KEPT = 600

function compare(a: Mensagem, b: Mensagem): number {
  return a.sent_at === b.sent_at ? a.id - b.id : a.sent_at < b.sent_at ? -1 : 1
}

function edgeOf(url: string | null): Edge | null {
  return url ? { url } : null
}

/** O servidor responde do mais novo ao mais antigo. */
export function windowOf(page: Page<Mensagem>): ThreadWindow {
  return {
    items: [...page.results].sort(compare),
    older: edgeOf(page.next),
    newer: edgeOf(page.previous),
  }
}

/** Junta linhas por id; a que chega vale mais que a que estava. */
function union(items: Mensagem[], rows: Mensagem[]): Mensagem[] {
  const byId = new Map(items.map((item) => [item.id, item]))
  for (const row of rows) byId.set(row.id, keepEqual(byId.get(row.id), row))
  return [...byId.values()].sort(compare)
}

export function addOlder(window: ThreadWindow, page: Page<Mensagem>): ThreadWindow {
  const items = union(window.items, page.results)
  const dropped = items.length - KEPT
  const kept = dropped > 0 ? items.slice(0, KEPT) : items
  const last = kept.at(-1)
  return {
    items: kept,
    older: edgeOf(page.next),
    newer: dropped > 0 && last ? { around: last.id } : window.newer,
  }
}

export function addNewer(window: ThreadWindow, page: Page<Mensagem>): ThreadWindow {
  const items = union(window.items, page.results)
  const dropped = items.length - KEPT
  const kept = dropped > 0 ? items.slice(dropped) : items
  const first = kept[0]
  return {
    items: kept,
    older: dropped > 0 && first ? { around: first.id } : window.older,
    newer: edgeOf(page.previous),
  }
}

/** Linhas que o fluxo disse que mudaram; as de fora da janela não entram nela. */
export function patchRows(window: ThreadWindow, rows: Mensagem[]): ThreadWindow {
  const known = new Set(window.items.map(({ id }) => id))
  const first = window.items[0]
  const last = window.items.at(-1)
  const fitting = rows.filter((row) => {
    if (known.has(row.id)) return true
    if (first && window.older && compare(row, first) < 0) return false
    if (last && window.newer && compare(row, last) > 0) return false
    return true
  })
  if (fitting.length === 0) return window
  return { ...window, items: union(window.items, fitting) }
}

export function removeRow(window: ThreadWindow, id: number): ThreadWindow {
  return { ...window, items: window.items.filter((item) => item.id !== id) }
}

/**
 * A janela relida de ponta a ponta: entra o que é novo, muda o que mudou e sai o que já não está ali (apagado, ou levado
 * a outra conversa). `before` é o que havia quando se começou a reler: o que chegou no meio fica.
 */
export function settle(window: ThreadWindow, before: ThreadWindow, rows: Mensagem[]): ThreadWindow {
  const read = [...rows].sort(compare)
  const [oldest] = read
  const newest = read.at(-1)
  const found = new Set(read.map(({ id }) => id))
  const gone = new Set(
    before.items
      .filter(
        (item) =>
          !found.has(item.id) &&
          (!oldest || compare(item, oldest) >= 0) &&
          (!newest || !before.newer || compare(item, newest) <= 0),
      )
      .map(({ id }) => id),
  )
  const kept = gone.size > 0 ? window.items.filter(({ id }) => !gone.has(id)) : window.items
  return patchRows({ ...window, items: kept }, read)
}

/** Se as linhas lidas já chegam à ponta mais antiga (ou mais nova) da janela. */
export function reaches(rows: Mensagem[], item: Mensagem, side: 'older' | 'newer'): boolean {
  return rows.some((row) => (side === 'older' ? compare(row, item) <= 0 : compare(row, item) >= 0))
}
