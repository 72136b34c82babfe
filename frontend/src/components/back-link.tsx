import { ArrowLeft } from 'lucide-react'
import { Link } from 'react-router'

export function BackLink({ to, label }: { to: string; label: string }) {
  return (
    <Link
      to={to}
      aria-label={label}
      data-tip={label}
      className="-ml-1 grid size-8 shrink-0 place-items-center rounded-control text-text-2 hover:bg-sunken hover:text-text touch:size-11"
    >
      <ArrowLeft aria-hidden className="size-5" strokeWidth={1.75} />
    </Link>
  )
}
