import { Link } from 'react-router'
import { useFormat } from '@/hooks/use-format'
import { cn } from '@/lib/cn'

export interface BarRow {
  name: string
  n: number
  to?: string | undefined
}

/** Barras deitadas, da maior à menor, com nome e número escritos. */
export function BarList({ rows, isFailure = false }: { rows: BarRow[]; isFailure?: boolean }) {
  const format = useFormat()
  const max = Math.max(...rows.map(({ n }) => n), 1)
  return (
    <ul className="flex flex-col">
      {rows.map(({ name, n, to }) => {
        const body = (
          <>
            <span className="flex items-baseline justify-between gap-3 text-sub">
              <span className="min-w-0 truncate text-text group-hover:underline">{name}</span>
              <b className="tabular font-semibold">{format.number(n)}</b>
            </span>
            <span className="mt-1 block h-1.5 overflow-hidden rounded-chip bg-sunken">
              <span
                className={cn(
                  'forced-border block h-full rounded-chip',
                  isFailure ? 'bg-chart-5' : 'bg-chart-1',
                )}
                style={{ width: `${Math.max(1, (n / max) * 100)}%` }}
              />
            </span>
          </>
        )
        return (
          <li key={name}>
            {to ? (
              <Link to={to} className="group block rounded-control py-1.5">
                {body}
              </Link>
            ) : (
              <span className="block py-1.5">{body}</span>
            )}
          </li>
        )
      })}
    </ul>
  )
}
