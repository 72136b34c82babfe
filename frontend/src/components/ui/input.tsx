import type { ComponentProps } from 'react'
import { cn } from '@/lib/cn'

export const inputStyles =
  'w-full min-w-0 rounded-control border border-border-strong bg-surface px-3 text-base text-text transition-colors hover:border-text-2 disabled:cursor-not-allowed disabled:bg-sunken disabled:opacity-70 aria-invalid:border-bad'

export function Input({ className, ...props }: ComponentProps<'input'>) {
  return (
    <input
      data-slot="input"
      className={cn(inputStyles, 'h-control read-only:bg-sunken', className)}
      {...props}
    />
  )
}

export function Textarea({ className, ...props }: ComponentProps<'textarea'>) {
  return <textarea data-slot="textarea" className={cn(inputStyles, 'py-2', className)} {...props} />
}
