import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { instanceOptions } from '@/api/instance-options'
import { compareWorst, InstanceBadge } from '@/components/status-badge'
import { Card } from '@/components/ui/card'
import { Skeleton } from '@/components/ui/skeleton'
import { paths } from '@/lib/paths'

const SHOWN = 12

/** As instâncias, a pior primeiro: o que está errado aparece sem procurar. */
export function InstanceStrip() {
  const { t } = useTranslation()
  const { data } = useQuery(instanceOptions())
  if (data?.length === 0) return null
  const sorted = data ? [...data].sort(compareWorst) : null
  return (
    <Card aria-label={t('dashboard.instances')} className="px-3 py-3">
      <ul className="flex gap-2 overflow-x-auto tablet:flex-wrap">
        {sorted
          ? sorted.slice(0, SHOWN).map((instance) => (
              <li key={instance.id} className="min-w-0 shrink-0">
                <Link
                  to={paths.instance(instance.id)}
                  className="flex h-9 items-center gap-2 rounded-control border pr-1.5 pl-2.5 text-sub hover:bg-sunken touch:h-11"
                >
                  <span className="max-w-40 truncate font-medium">{instance.name}</span>
                  <InstanceBadge state={instance} />
                </Link>
              </li>
            ))
          : Array.from({ length: 4 }, (_, index) => <Skeleton key={index} className="h-9 w-44" />)}
        {sorted && sorted.length > SHOWN ? (
          <li>
            <Link
              to={paths.instances}
              className="flex h-9 items-center px-2 text-sub text-accent-text hover:underline touch:h-11"
            >
              {t('dashboard.moreInstances', { count: sorted.length - SHOWN })}
            </Link>
          </li>
        ) : null}
      </ul>
    </Card>
  )
}
