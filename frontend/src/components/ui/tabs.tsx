import { useEffect, useRef, type ReactNode } from 'react'
import { NavLink, useLocation } from 'react-router'
import { cn } from '@/lib/cn'
import { ScrollRow } from './scroll-row'

export interface TabLink {
  to: string
  label: string
  count?: number | null
  end?: boolean
}

/** Abas são endereços: recarregar e abrir em outra janela funcionam. */
export function TabLinks({
  tabs,
  label,
  className,
}: {
  tabs: TabLink[]
  label: string
  className?: string
}) {
  const ref = useRef<HTMLElement>(null)
  const { pathname } = useLocation()
  // No celular as abas não cabem: a atual vem à vista.
  useEffect(() => {
    ref.current?.querySelector('[aria-current=page]')?.scrollIntoView({ block: 'nearest' })
  }, [pathname])
  return (
    <nav ref={ref} aria-label={label} className={cn('border-b', className)}>
      <ScrollRow className="gap-1">
        {tabs.map((tab) => (
          <NavLink
            key={tab.to}
            to={tab.to}
            end={tab.end ?? false}
            className="-mb-px inline-flex h-control items-center gap-1.5 border-b-2 border-transparent px-3 text-base font-medium whitespace-nowrap text-text-2 outline-offset-[-2px] hover:text-text aria-[current=page]:border-accent aria-[current=page]:text-accent-text"
          >
            {tab.label}
            {tab.count ? <TabCount>{tab.count}</TabCount> : null}
          </NavLink>
        ))}
      </ScrollRow>
    </nav>
  )
}

function TabCount({ children }: { children: ReactNode }) {
  return (
    <span className="tabular rounded-full bg-sunken px-1.5 text-meta text-text-2">{children}</span>
  )
}
