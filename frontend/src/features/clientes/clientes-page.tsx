import { useQuery } from '@tanstack/react-query'
import { CircleCheck, CircleSlash, Plus } from 'lucide-react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate, useParams } from 'react-router'
import type { Cliente } from '@/api/generated/types.gen'
import { clienteOptions } from '@/api/cliente-options'
import { LoadError } from '@/components/load-error'
import { PageHeader, PageTitle } from '@/components/page-header'
import { Badge } from '@/components/ui/badge'
import { buttonStyles } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { Skeleton } from '@/components/ui/skeleton'
import { useHasRole } from '@/contexts/auth-context'
import { useFormat } from '@/hooks/use-format'
import { useRowKeys } from '@/hooks/use-row-keys'
import { useShortcuts } from '@/hooks/use-shortcuts'
import { paths } from '@/lib/paths'
import { ClienteDialog } from './cliente-dialog'

export function ClientesPage() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const isAdmin = useHasRole('admin')
  const param = useParams()['clienteId']
  const listRef = useRef<HTMLUListElement>(null)
  const query = useQuery(clienteOptions())
  const all = query.data ?? []
  const open =
    param === 'new' && isAdmin ? 'new' : (all.find(({ id }) => String(id) === param) ?? null)
  const isLost = query.data !== undefined && param !== undefined && open === null

  useRowKeys(listRef)
  useShortcuts([{ keys: 'c', run: () => void navigate(`${paths.clientes}/new`) }], isAdmin)

  const add = isAdmin ? (
    <Link to={`${paths.clientes}/new`} className={buttonStyles({ variant: 'primary' })}>
      <Plus aria-hidden className="size-4" strokeWidth={1.75} />
      {t('clientes.add')}
    </Link>
  ) : null

  return (
    <>
      <PageTitle parts={[t('clientes.title')]} />
      <PageHeader title={t('clientes.title')} actions={add} />
      <div className="flex-1 overflow-y-auto p-4" data-region tabIndex={-1}>
        <div className="mx-auto max-w-4xl">
          {isLost || (query.isError && query.data) ? (
            <LoadError
              error={isLost ? { status: 404 } : query.error}
              isBanner
              onRetry={() => void query.refetch()}
            />
          ) : null}
          {query.isPending ? (
            <div className="flex flex-col gap-2">
              {Array.from({ length: 4 }, (_, index) => (
                <Skeleton key={index} className="h-17 rounded-control" />
              ))}
            </div>
          ) : !query.data ? (
            <LoadError error={query.error} onRetry={() => void query.refetch()} />
          ) : all.length === 0 ? (
            <Empty kind="nothing" title={t('clientes.none')} actions={add}>
              {t('clientes.noneText')}
            </Empty>
          ) : (
            <ul ref={listRef} className="flex flex-col gap-2">
              {all.map((cliente) => (
                <ClienteItem key={cliente.id} cliente={cliente} />
              ))}
            </ul>
          )}
        </div>
      </div>
      {open ? (
        <ClienteDialog
          key={open === 'new' ? 'new' : open.id}
          cliente={open === 'new' ? null : open}
          isAdmin={isAdmin}
          onClose={() => void navigate(paths.clientes)}
        />
      ) : null}
    </>
  )
}

function ClienteItem({ cliente }: { cliente: Cliente }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <li
      data-row-scope
      className="relative flex flex-wrap items-center gap-x-6 gap-y-1 rounded-control border bg-surface px-4 py-3 transition-colors hover:border-border-strong"
    >
      <Link
        to={paths.cliente(cliente.id)}
        data-row
        className="min-w-0 flex-1 basis-48 truncate text-pane font-medium after:absolute after:inset-0"
      >
        {cliente.name}
      </Link>
      <span className="tabular text-sub text-text-2">
        {t('clientes.nInstances', { count: cliente.instances_count })} ·{' '}
        {t('clientes.nUsers', { count: cliente.users_count })}
      </span>
      <span className="tabular text-meta text-text-3">
        {t('clientes.since', { date: format.date(cliente.created_at) })}
      </span>
      {cliente.active ? (
        <Badge tone="ok" icon={CircleCheck}>
          {t('clientes.active')}
        </Badge>
      ) : (
        <Badge tone="idle" icon={CircleSlash}>
          {t('clientes.suspended')}
        </Badge>
      )}
    </li>
  )
}
