import { useEffect, useEffectEvent } from 'react'
import { addShortcuts, type Shortcut } from '@/lib/shortcuts'

/** Atalhos enquanto o componente vive; os de dentro ganham dos de fora. */
export function useShortcuts(shortcuts: Shortcut[], isEnabled = true): void {
  const runLatest = useEffectEvent((keys: string, event: KeyboardEvent) =>
    shortcuts.find((shortcut) => shortcut.keys === keys)?.run(event),
  )
  const signature = shortcuts
    .map(({ keys, inFields }) => `${keys}${inFields ? '!' : ''}`)
    .join('\n')

  useEffect(() => {
    if (!isEnabled) return
    return addShortcuts(
      signature.split('\n').map((entry) => {
        const keys = entry.endsWith('!') && entry.length > 1 ? entry.slice(0, -1) : entry
        return { keys, inFields: keys !== entry, run: (event) => runLatest(keys, event) }
      }),
    )
  }, [signature, isEnabled])
}
