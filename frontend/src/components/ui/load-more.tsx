import { useEffect, useEffectEvent, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from './button'

interface LoadMoreProps {
  hasMore: boolean
  isLoading: boolean
  hasFailed: boolean
  onLoad: () => void
  /** Quanto antes de aparecer já se pede a próxima página. */
  marginPx?: number
}

/** Fim de lista que se carrega sozinho ao chegar perto; se falhar, vira botão. */
export function LoadMore({ hasMore, isLoading, hasFailed, onLoad, marginPx = 600 }: LoadMoreProps) {
  const { t } = useTranslation()
  const ref = useRef<HTMLDivElement>(null)
  const load = useEffectEvent(onLoad)

  useEffect(() => {
    const sentinel = ref.current
    if (!sentinel || !hasMore || hasFailed || isLoading) return
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) load()
      },
      { rootMargin: `${marginPx}px 0px` },
    )
    observer.observe(sentinel)
    return () => {
      observer.disconnect()
    }
  }, [hasMore, hasFailed, isLoading, marginPx])

  if (!hasMore && !hasFailed) return null
  return (
    <div ref={ref} className="flex min-h-11 items-center justify-center p-2 text-sub text-text-3">
      {hasFailed ? (
        <span role="alert" className="flex flex-wrap items-center justify-center gap-2">
          {t('common.loadFailed')}
          <Button size="small" onClick={onLoad}>
            {t('common.retry')}
          </Button>
        </span>
      ) : (
        <span aria-hidden={!isLoading}>{isLoading ? t('common.loading') : ''}</span>
      )}
    </div>
  )
}
