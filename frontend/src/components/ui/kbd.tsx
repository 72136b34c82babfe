import { cn } from '@/lib/cn'

/** «G C» são duas teclas em sequência; «Ctrl+K», juntas. */
export function Kbd({ keys, className }: { keys: string; className?: string }) {
  return (
    <kbd
      aria-hidden
      className={cn(
        'inline-flex shrink-0 items-center gap-1 font-sans text-meta text-text-3 touch:hidden',
        className,
      )}
    >
      {keys.split(' ').map((part, index) => (
        <span key={`${part}-${index}`} className="rounded-chip border px-1.5 leading-[1.125rem]">
          {part}
        </span>
      ))}
    </kbd>
  )
}
