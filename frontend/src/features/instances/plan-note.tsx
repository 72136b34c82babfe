import { useTranslation } from 'react-i18next'
import { useFormat } from '@/hooks/use-format'
import { useNow } from '@/hooks/use-now'
import { cn } from '@/lib/cn'
import type { Instance } from './model'

const SOON_MS = 7 * 86_400_000

/** «PRO · vence 26/12», em cor de atenção na última semana. */
export function PlanNote({ instance }: { instance: Instance }) {
  const { t } = useTranslation()
  const format = useFormat()
  const now = useNow()
  const { plan, plan_expires_at: expires, has_drift: hasDrift } = instance
  const left = expires ? Date.parse(expires) - now : Number.POSITIVE_INFINITY
  return (
    <span className="flex flex-col text-sub whitespace-nowrap">
      {plan ? t(`instances.planName.${plan}`) : expires ? null : '–'}
      {expires ? (
        <span
          className={cn(
            'tabular text-meta',
            left <= 0 ? 'text-bad' : left < SOON_MS ? 'text-warn' : 'text-text-3',
          )}
        >
          {t(left <= 0 ? 'instances.expiredOn' : 'instances.expiresOn', {
            date: format.shortDay(expires),
          })}
        </span>
      ) : null}
      {hasDrift ? <span className="text-meta text-warn">{t('instances.hasDrift')}</span> : null}
    </span>
  )
}
