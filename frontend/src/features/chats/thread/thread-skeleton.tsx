import { Skeleton } from '@/components/ui/skeleton'
import { cn } from '@/lib/cn'

const SHAPES = [
  ['w-56', false],
  ['w-72', false],
  ['w-44', true],
  ['w-64', true],
  ['w-52', false],
  ['w-36', true],
] as const

export function ThreadSkeleton() {
  return (
    <div
      aria-busy="true"
      className="flex min-h-0 flex-1 flex-col justify-end gap-3 bg-canvas p-4 tablet:px-6"
    >
      {SHAPES.map(([width, isOut], index) => (
        <Skeleton key={index} className={cn('h-10 rounded-bubble', width, isOut && 'self-end')} />
      ))}
    </div>
  )
}
