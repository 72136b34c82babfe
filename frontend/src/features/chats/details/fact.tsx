import type { ReactNode } from 'react'

interface FactProps {
  label: string
  children: ReactNode
  isCode?: boolean
}

export function Fact({ label, children, isCode = false }: FactProps) {
  return (
    <div>
      <p className="text-meta text-text-3">{label}</p>
      <p className={isCode ? 'font-mono text-sub break-all' : 'text-base break-words'}>
        {children}
      </p>
    </div>
  )
}
