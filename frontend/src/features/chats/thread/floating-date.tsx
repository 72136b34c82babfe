import { useEffect, useState } from 'react'
import { DayName } from './separators'

const SHOWN_MS = 1_200

/** O dia do que está no alto, enquanto se rola. */
export function FloatingDate({ iso, signal }: { iso: string | null; signal: string | null }) {
  const [hiddenFor, setHiddenFor] = useState<string | null>(null)

  useEffect(() => {
    const timer = setTimeout(() => {
      setHiddenFor(signal)
    }, SHOWN_MS)
    return () => {
      clearTimeout(timer)
    }
  }, [signal])

  if (!iso || hiddenFor === signal) return null
  return (
    <div
      aria-hidden
      className="pointer-events-none absolute inset-x-0 top-2 z-10 flex justify-center"
    >
      <span className="rounded-full border bg-surface px-3 py-0.5 text-meta font-medium text-text-2">
        <DayName iso={iso} />
      </span>
    </div>
  )
}
