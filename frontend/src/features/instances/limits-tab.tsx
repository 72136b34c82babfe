import { useQuery } from '@tanstack/react-query'
import { Check, Lock } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { limitsOptions } from '@/api/instance-limits'
import { LoadError } from '@/components/load-error'
import { Card } from '@/components/ui/card'
import { Skeleton } from '@/components/ui/skeleton'
import { BreakerNotice } from './breaker-notice'
import type { Instance } from './model'
import { PaceCard } from './pace-card'
import { PlanCard } from './plan-card'

export function LimitsTab({ instance }: { instance: Instance }) {
  return (
    <div className="flex flex-col gap-3">
      <BreakerNotice id={instance.id} />
      <div className="grid items-start gap-3 tablet:grid-cols-2">
        <PaceCard key={instance.id} id={instance.id} />
        <div className="flex flex-col gap-3">
          <PlanCard instance={instance} />
          <FeaturesCard id={instance.id} />
        </div>
      </div>
    </div>
  )
}

/** O que o plano permite: cadeado e motivo, nunca um botão que some. */
function FeaturesCard({ id }: { id: number }) {
  const { t } = useTranslation()
  const query = useQuery(limitsOptions(id))
  if (query.isPending) return <Skeleton className="h-72 rounded-control" />
  if (!query.data) return <LoadError error={query.error} onRetry={() => void query.refetch()} />
  return (
    <Card title={t('instances.featuresTitle')}>
      {query.data.plan === null ? (
        <p className="px-4 text-sub text-text-2">{t('instances.featuresText')}</p>
      ) : null}
      <ul className="px-4 pt-2 pb-3">
        {query.data.features.map(({ name, allowed }) => {
          const Icon = allowed ? Check : Lock
          return (
            <li key={name} className="flex items-start gap-2 py-1 text-base">
              <Icon
                aria-hidden
                className={`mt-0.5 size-4 shrink-0 ${allowed ? 'text-ok' : 'text-text-3'}`}
                strokeWidth={1.75}
              />
              <span className="min-w-0">
                {t(`instances.feature.${name as 'gif'}`, { defaultValue: name })}
                <span className={allowed ? 'sr-only' : 'block text-meta text-text-3'}>
                  {' '}
                  {allowed ? t('instances.allowed') : t('instances.needsPro')}
                </span>
              </span>
            </li>
          )
        })}
      </ul>
    </Card>
  )
}
