import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate, useSearchParams } from 'react-router'
import { instanceOptions } from '@/api/instance-options'
import { LoadError } from '@/components/load-error'
import { PageHeader, PageTitle } from '@/components/page-header'
import { compareWorst } from '@/components/status-badge'
import { Button, buttonStyles } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { FilterChip, RemovableChip } from '@/components/ui/filter-chip'
import { Input } from '@/components/ui/input'
import { useClienteScope } from '@/hooks/use-cliente-scope'
import { usePhone } from '@/hooks/use-media-query'
import { useRowKeys } from '@/hooks/use-row-keys'
import { useShortcuts } from '@/hooks/use-shortcuts'
import { paths } from '@/lib/paths'
import { HEALTHS, healthOf, matches, parseHealth } from './filters'
import { InstanceCards, InstanceTable, ListSkeleton } from './instance-list'
import { useCanWrite } from './use-can-write'

export function InstancesPage() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const isPhone = usePhone()
  const canWrite = useCanWrite()
  const [params, setParams] = useSearchParams()
  const searchRef = useRef<HTMLInputElement>(null)
  const listRef = useRef<HTMLDivElement>(null)
  const query = useQuery(instanceOptions())
  const health = parseHealth(params.get('status'))
  const search = params.get('q') ?? ''
  const cliente = useClienteScope()
  const all = (query.data ?? []).filter((row) => cliente === null || row.cliente === cliente)
  const found = all.filter((instance) => matches(instance, search))
  const shown = found
    .filter((instance) => health === null || healthOf(instance) === health)
    .sort(compareWorst)

  function change(name: 'status' | 'q', value: string | null) {
    setParams(
      (current) => {
        const next = new URLSearchParams(current)
        if (value) next.set(name, value)
        else next.delete(name)
        return next
      },
      { replace: true },
    )
  }

  useRowKeys(listRef)
  useShortcuts([
    {
      keys: '/',
      run: () => {
        searchRef.current?.focus()
      },
    },
    {
      keys: 'q',
      run: () => {
        const id = Number(
          document.activeElement?.closest<HTMLElement>('[data-instance]')?.dataset['instance'],
        )
        if (!id || !canWrite) return false
        void navigate(paths.instanceConnect(id))
        return true
      },
    },
  ])

  const newLink = canWrite ? (
    <Link to={paths.instanceNew} className={buttonStyles({ variant: 'primary' })}>
      <Plus aria-hidden className="size-4" strokeWidth={1.75} />
      {t('instances.connectNew')}
    </Link>
  ) : null

  return (
    <>
      <PageTitle parts={[t('instances.title')]} />
      <PageHeader title={t('instances.title')} actions={newLink} />
      {all.length > 0 ? (
        <div className="flex shrink-0 flex-wrap items-center gap-2 border-b bg-surface px-4 py-2">
          {HEALTHS.map((value) => {
            const count = found.filter((instance) => healthOf(instance) === value).length
            return count > 0 || health === value ? (
              <FilterChip
                key={value}
                isActive={health === value}
                count={count}
                onClick={() => {
                  change('status', health === value ? null : value)
                }}
              >
                {t(`instances.health.${value}`)}
              </FilterChip>
            ) : null
          })}
          <Input
            ref={searchRef}
            type="search"
            value={search}
            aria-label={t('instances.search')}
            placeholder={t('instances.search')}
            className="ml-auto max-w-64 phone:max-w-none"
            onChange={(event) => {
              change('q', event.target.value)
            }}
          />
        </div>
      ) : null}
      <div ref={listRef} className="flex-1 overflow-y-auto" data-region tabIndex={-1}>
        {query.isError && query.data ? (
          <LoadError error={query.error} isBanner onRetry={() => void query.refetch()} />
        ) : null}
        {query.isPending ? (
          <ListSkeleton isPhone={isPhone} />
        ) : query.isError && !query.data ? (
          <LoadError error={query.error} onRetry={() => void query.refetch()} className="h-full" />
        ) : all.length === 0 ? (
          <Empty kind="nothing" title={t('instances.none')} actions={newLink} className="h-full">
            {canWrite ? t('instances.noneText') : t('instances.askManager')}
          </Empty>
        ) : shown.length === 0 ? (
          <Empty
            kind="no-match"
            title={t('instances.noMatch')}
            className="h-full"
            actions={
              <>
                {health ? (
                  <RemovableChip
                    removeLabel={t('common.removeFilter', {
                      name: t(`instances.health.${health}`),
                    })}
                    onRemove={() => {
                      change('status', null)
                    }}
                  >
                    {t(`instances.health.${health}`)}
                  </RemovableChip>
                ) : null}
                {search ? (
                  <RemovableChip
                    removeLabel={t('common.removeFilter', { name: search })}
                    onRemove={() => {
                      change('q', null)
                    }}
                  >
                    «{search}»
                  </RemovableChip>
                ) : null}
                <Button
                  size="small"
                  onClick={() => {
                    setParams({}, { replace: true })
                  }}
                >
                  {t('common.clearFilters')}
                </Button>
              </>
            }
          />
        ) : isPhone ? (
          <InstanceCards instances={shown} />
        ) : (
          <InstanceTable instances={shown} />
        )}
      </div>
    </>
  )
}
