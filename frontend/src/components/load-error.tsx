import { useTranslation } from 'react-i18next'
import { Button } from './ui/button'
import { Empty } from './ui/empty'
import { Notice } from './ui/notice'

interface LoadErrorProps {
  error: unknown
  onRetry: () => void
  /** Com dados na tela: só uma faixa, a lista fica. */
  isBanner?: boolean
  className?: string
}

function statusOf(error: unknown): number {
  return typeof error === 'object' && error !== null && 'status' in error ? Number(error.status) : 0
}

/** O que houve, o que isso significa e o próximo passo; o alheio e o inexistente dizem o mesmo. */
export function LoadError({ error, onRetry, isBanner = false, className }: LoadErrorProps) {
  const { t } = useTranslation()
  const status = statusOf(error)
  const detail = error instanceof Error ? error.message : ''
  const isGone = status === 404
  const title = isGone
    ? t('errors.notFound')
    : status === 0
      ? t('errors.networkTitle')
      : status >= 500
        ? t('errors.serverTitle')
        : status === 403
          ? t('errors.noPermission')
          : detail
  const retry = isGone ? null : (
    <Button size="small" onClick={onRetry}>
      {t('common.retry')}
    </Button>
  )
  if (isBanner) {
    return (
      <Notice tone="warn" role="status" actions={retry} className={className ?? ''}>
        {isGone ? title : `${title}. ${t('errors.nothingLost')}`}
      </Notice>
    )
  }
  return (
    <Empty
      kind={isGone ? 'no-match' : status === 403 ? 'no-permission' : 'error'}
      title={title}
      actions={retry}
      {...(className ? { className } : {})}
    >
      {isGone || status === 403 ? null : t('errors.nothingLost')}
    </Empty>
  )
}
