import { useTranslation } from 'react-i18next'
import { Button } from '@/components/ui/button'
import { useFormat } from '@/hooks/use-format'
import type { ThreadWindow } from '../cache/thread-window'
import type { EdgeState } from './use-thread'

interface ThreadEdgeProps {
  side: 'older' | 'newer'
  window: ThreadWindow
  state: EdgeState
  isAtEdge: boolean
  onRetry: () => void
}

/** As pontas da conversa: onde ela começa, ou onde carregar parou. */
export function ThreadEdge({ side, window, state, isAtEdge, onRetry }: ThreadEdgeProps) {
  const { t } = useTranslation()
  const format = useFormat()
  if (!isAtEdge) return null
  if (state === 'failed') {
    return (
      <div
        role="alert"
        className="flex flex-wrap items-center justify-center gap-2 p-3 text-sub text-text-2"
      >
        {t('common.loadFailed')}
        <Button size="small" onClick={onRetry}>
          {t('common.retry')}
        </Button>
      </div>
    )
  }
  if (side === 'newer') return null
  const first = window.items[0]
  if (window.older || !first) return <div className="h-11" />
  return (
    <p data-beginning className="mx-auto max-w-md px-4 pt-6 pb-2 text-center text-meta text-text-3">
      {t('thread.beginning', { date: format.date(first.sent_at) })}
    </p>
  )
}
