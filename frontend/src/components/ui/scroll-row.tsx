import { useEffect, useRef, type ComponentProps } from 'react'
import { cn } from '@/lib/cn'

/** Uma linha que rola para o lado: onde há mais, a borda esmaece e convida. */
export function ScrollRow({ className, ...props }: ComponentProps<'div'>) {
  const ref = useRef<HTMLDivElement>(null)

  useEffect(() => {
    const row = ref.current
    if (!row) return
    const look = () => {
      const left = row.scrollWidth - row.clientWidth - row.scrollLeft
      row.toggleAttribute('data-more', left > 4)
    }
    const observer = new ResizeObserver(look)
    observer.observe(row)
    for (const child of row.children) observer.observe(child)
    row.addEventListener('scroll', look, { passive: true })
    return () => {
      observer.disconnect()
      row.removeEventListener('scroll', look)
    }
  }, [])

  return (
    <div
      ref={ref}
      className={cn(
        'flex min-w-0 overflow-x-auto data-more:[mask-image:linear-gradient(to_right,#000_calc(100%-2.5rem),transparent)]',
        className,
      )}
      {...props}
    />
  )
}
