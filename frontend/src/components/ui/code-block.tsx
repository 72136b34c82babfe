import { cn } from '@/lib/cn'
import { CopyButton } from './copy-button'

interface CodeBlockProps {
  code: string
  /** O que é, para quem não vê. */
  label: string
  copyLabel: string
  isWrapped?: boolean
  className?: string
}

export function CodeBlock({
  code,
  label,
  copyLabel,
  isWrapped = false,
  className,
}: CodeBlockProps) {
  return (
    <div className={cn('relative rounded-control border bg-sunken', className)}>
      <CopyButton text={code} label={copyLabel} className="absolute top-1 right-1" />
      <pre
        // Rola por dentro, então precisa receber foco para rolar pelo teclado.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        role="region"
        aria-label={label}
        className={cn(
          'max-h-[60dvh] overflow-auto p-3 pr-12 font-mono text-meta',
          isWrapped ? 'break-words whitespace-pre-wrap' : 'whitespace-pre',
        )}
      >
        <code>{code}</code>
      </pre>
    </div>
  )
}
