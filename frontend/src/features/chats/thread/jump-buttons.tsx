import { ArrowDown, ArrowUp } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '@/components/ui/icon-button'
import { Button } from '@/components/ui/button'
import { cn } from '@/lib/cn'

interface JumpButtonsProps {
  canGoDown: boolean
  newBelow: number
  onDown: () => void
  onUnread: (() => void) | null
  isUnreadAbove: boolean
}

export function JumpButtons({
  canGoDown,
  newBelow,
  onDown,
  onUnread,
  isUnreadAbove,
}: JumpButtonsProps) {
  const { t } = useTranslation()
  return (
    <>
      {onUnread && isUnreadAbove ? (
        <Button
          size="small"
          onClick={onUnread}
          className="absolute top-10 left-1/2 z-10 -translate-x-1/2 rounded-full"
        >
          <ArrowUp aria-hidden className="size-4" strokeWidth={1.75} />
          {t('thread.firstUnread')}
        </Button>
      ) : null}
      {canGoDown ? (
        // Com novas, no meio; sem elas, na margem, para não cobrir a hora e o tique da última.
        <div
          className={cn(
            'absolute z-10',
            newBelow > 0 ? 'bottom-3 left-1/2 -translate-x-1/2' : 'right-1 bottom-1',
          )}
        >
          {newBelow > 0 ? (
            <Button
              size="small"
              variant="primary"
              onClick={onDown}
              className="rounded-full shadow-overlay"
            >
              <ArrowDown aria-hidden className="size-4" strokeWidth={1.75} />
              {t('thread.newBelow', { count: newBelow })}
            </Button>
          ) : (
            <IconButton
              size="small"
              icon={ArrowDown}
              label={t('thread.toLatest')}
              keys="End"
              onClick={onDown}
              className="rounded-full border bg-surface"
            />
          )}
        </div>
      ) : null}
    </>
  )
}
