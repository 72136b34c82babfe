import type { ReactNode } from 'react'
import { RelativeTime } from '@/components/relative-time'
import { CopyButton } from '@/components/ui/copy-button'

export type FactRow = [label: string, value: ReactNode]

/** Rótulo e valor; o que não se sabe não ocupa linha. */
export function Facts({ rows }: { rows: FactRow[] }) {
  return (
    <dl className="grid grid-cols-[minmax(7rem,auto)_1fr] gap-x-4 gap-y-2 px-4 pt-3 pb-4 text-base phone:grid-cols-[8rem_1fr]">
      {rows
        .filter(([, value]) => value !== null && value !== '')
        .map(([name, value]) => (
          <div key={name} className="col-span-2 grid grid-cols-subgrid items-baseline">
            <dt className="text-sub text-text-3">{name}</dt>
            <dd className="min-w-0 break-words">{value}</dd>
          </div>
        ))}
    </dl>
  )
}

export function Copyable({ text, shown, label }: { text: string; shown?: string; label: string }) {
  return (
    <span className="flex min-w-0 items-center gap-1">
      <span className="min-w-0 font-mono text-meta break-all">{shown ?? text}</span>
      <CopyButton text={text} label={label} className="-my-1" />
    </span>
  )
}

export function TimeOr({ iso, fallback }: { iso: string | null; fallback: string }) {
  return iso ? <RelativeTime iso={iso} /> : fallback
}

/** O segredo do caminho só se copia, não se lê por cima do ombro. */
export function maskSecret(url: string): string {
  return url.replace(
    /(\/webhook\/)([^/]+)(\/?)$/,
    (_, start: string, secret: string, end: string) =>
      secret.includes('•') ? start + secret + end : `${start}••••${secret.slice(-4)}${end}`,
  )
}
