import { cn } from '@/lib/cn'

/** Ocupa o lugar exato do que vem; só aparece depois de 150 ms. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <span aria-hidden className={cn('block skeleton-delay rounded-chip bg-sunken', className)} />
  )
}
