import { ChevronDown } from 'lucide-react'
import type { ComponentProps } from 'react'
import { cn } from '@/lib/cn'
import { inputStyles } from './input'

/** <select> nativo: no celular abre a roda do sistema, no teclado já sabe tudo. */
export function Select({ className, children, ...props }: ComponentProps<'select'>) {
  return (
    <span className={cn('relative inline-flex min-w-0', className)}>
      <select
        data-slot="select"
        className={cn(inputStyles, 'h-control appearance-none pr-8 text-ellipsis')}
        {...props}
      >
        {children}
      </select>
      <ChevronDown
        aria-hidden
        className="pointer-events-none absolute top-1/2 right-2.5 size-4 -translate-y-1/2 text-text-3"
        strokeWidth={1.75}
      />
    </span>
  )
}
