import { useFormat } from '@/hooks/use-format'
import { useNow } from '@/hooks/use-now'

/** «há 8 min», com a data inteira na dica e para leitores de tela. */
export function RelativeTime({ iso, className }: { iso: string; className?: string }) {
  const format = useFormat()
  const now = useNow()
  return (
    <time dateTime={iso} data-tip={format.dateTime(iso)} className={className}>
      {format.relative(iso, Math.max(now, new Date(iso).getTime()))}
    </time>
  )
}
