import type { RefObject } from 'react'
import { useShortcuts } from './use-shortcuts'

/**
 * Setas, J/K, Home e End andam pelas linhas de uma lista. Cada linha marca o seu elo com `data-row`;
 * o foco é o cursor, então Enter e Ctrl+Enter já são os do navegador.
 */
export function useRowKeys(container: RefObject<HTMLElement | null>, isEnabled = true): void {
  function move(step: number | 'first' | 'last') {
    const rows = [...(container.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])]
    if (rows.length === 0) return false
    const holder = document.activeElement?.closest('[data-row-scope]')
    const at = rows.findIndex(
      (row) => row === document.activeElement || (holder !== null && holder?.contains(row)),
    )
    const index =
      step === 'first'
        ? 0
        : step === 'last'
          ? rows.length - 1
          : at === -1
            ? 0
            : Math.min(rows.length - 1, Math.max(0, at + step))
    const row = rows[index]
    row?.focus()
    row?.scrollIntoView({ block: 'nearest' })
    return true
  }
  const isInside = () => container.current?.contains(document.activeElement) ?? false

  useShortcuts(
    [
      { keys: 'j', run: () => move(1) },
      { keys: 'k', run: () => move(-1) },
      { keys: 'ArrowDown', run: () => isInside() && move(1) },
      { keys: 'ArrowUp', run: () => isInside() && move(-1) },
      { keys: 'Home', run: () => isInside() && move('first') },
      { keys: 'End', run: () => isInside() && move('last') },
    ],
    isEnabled,
  )
}
