import { cn } from '@/lib/cn'

interface Option<T extends string> {
  value: T
  label: string
  keys?: string
}

interface SegmentedProps<T extends string> {
  label: string
  options: readonly Option<T>[]
  value: T
  onChange: (value: T) => void
  className?: string
}

/** Uma escolha entre poucas, todas à vista. */
export function Segmented<T extends string>({
  label,
  options,
  value,
  onChange,
  className,
}: SegmentedProps<T>) {
  return (
    <div
      role="group"
      aria-label={label}
      className={cn(
        // A borda fica por fora do que se toca.
        'box-content inline-flex h-[calc(var(--control)-2px)] items-stretch overflow-hidden rounded-control border border-border-strong bg-surface touch:h-control',
        className,
      )}
    >
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === value}
          data-tip={option.keys ? option.label : undefined}
          data-tip-keys={option.keys}
          onClick={() => {
            onChange(option.value)
          }}
          className="border-r border-border-strong px-3 text-sub font-medium whitespace-nowrap text-text-2 outline-offset-[-3px] transition-colors last:border-r-0 hover:bg-sunken hover:text-text aria-pressed:bg-selected aria-pressed:text-accent-text"
        >
          {option.label}
        </button>
      ))}
    </div>
  )
}
