import type { ComponentProps } from 'react'
import { cn } from '@/lib/cn'

/** Tabela de verdade; filtro, ordem e página moram na URL e no servidor. */
export function Table({ className, ...props }: ComponentProps<'table'>) {
  return (
    <div className="overflow-x-auto">
      <table
        data-slot="table"
        className={cn('w-full border-collapse text-base', className)}
        {...props}
      />
    </div>
  )
}

export function TableHead({ className, ...props }: ComponentProps<'thead'>) {
  return <thead className={cn('sticky top-0 bg-surface', className)} {...props} />
}

export function TableRow({ className, ...props }: ComponentProps<'tr'>) {
  return (
    <tr
      className={cn(
        'h-row border-b transition-colors hover:bg-sunken has-[a:focus-visible]:bg-sunken aria-selected:bg-selected',
        className,
      )}
      {...props}
    />
  )
}

export function TableHeading({ className, ...props }: ComponentProps<'th'>) {
  return (
    <th
      scope="col"
      className={cn(
        'h-9 px-3 text-left text-meta font-medium whitespace-nowrap text-text-3',
        className,
      )}
      {...props}
    />
  )
}

export function TableCell({ className, ...props }: ComponentProps<'td'>) {
  return <td className={cn('px-3 py-1.5 align-middle', className)} {...props} />
}
