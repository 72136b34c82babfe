import { useQuery, useQueryClient } from '@tanstack/react-query'
import { CircleCheck, CircleX } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { key } from '@/lib/key'
import { call, SLOW_MS } from '@/api/call'
import { clienteOptions } from '@/api/cliente-options'
import type { AccountInstance } from '@/api/generated/types.gen'
import { asApiError } from '@/api/errors'
import { ClienteField } from '@/components/cliente-field'
import { LoadError } from '@/components/load-error'
import { showToast } from '@/lib/toast'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Skeleton } from '@/components/ui/skeleton'
import { formatPhone } from '@/lib/format'
import { paths } from '@/lib/paths'
import { useOfflineReason } from '@/forms/use-offline-reason'
import { accountInstancesQuery } from './gateway-api'

/** As instâncias que a conta já tem, cada uma a um toque de estar aqui. */
export function AccountImport() {
  const { t } = useTranslation()
  const query = useQuery(accountInstancesQuery())
  const [cliente, setCliente] = useState('')
  const clientes = useQuery(clienteOptions())
  return (
    <div className="flex flex-col gap-3 pb-3">
      <div className="flex flex-col gap-3 px-4">
        <p className="text-sub text-text-2">{t('instances.importText')}</p>
        <ClienteField
          label={t('instances.importDestination')}
          clientes={clientes.data}
          value={cliente}
          onChange={setCliente}
        />
      </div>
      {query.isPending ? (
        <div className="flex flex-col gap-3 px-4">
          {Array.from({ length: 4 }, (_, index) => (
            <Skeleton key={index} className="h-10" />
          ))}
        </div>
      ) : !query.data ? (
        <LoadError error={query.error} onRetry={() => void query.refetch()} />
      ) : query.data.length === 0 ? (
        <p className="px-4 text-base text-text-2">{t('instances.importNone')}</p>
      ) : (
        <ImportList rows={query.data} cliente={cliente === '' ? null : Number(cliente)} />
      )}
    </div>
  )
}

/** As que se podem trazer primeiro, na ordem em que se acharam: trazer uma não move as outras sob o dedo. */
function ImportList({ rows, cliente }: { rows: AccountInstance[]; cliente: number | null }) {
  const [missing] = useState(
    () => new Set(rows.filter(({ instance }) => !instance).map((row) => row.instance_id)),
  )
  const rank = ({ instance_id: id }: AccountInstance) => (missing.has(id) ? 0 : 1)
  return (
    <ul>
      {rows
        .toSorted((one, other) => rank(one) - rank(other))
        .map((row) => (
          <ImportRow key={row.instance_id} row={row} cliente={cliente} />
        ))}
    </ul>
  )
}

function ImportRow({ row, cliente }: { row: AccountInstance; cliente: number | null }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const offline = useOfflineReason()
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const name = row.name ?? row.instance_id

  async function bring(destination: number) {
    setBusy(true)
    setError(null)
    try {
      await call('POST /api/account/import/', {
        body: { cliente: destination, instance_id: row.instance_id },
        timeout: SLOW_MS,
      })
      showToast(t('instances.imported', { name }))
      await client.invalidateQueries({ queryKey: accountInstancesQuery().queryKey })
      void client.invalidateQueries({ queryKey: key('instances') })
    } catch (failure) {
      setError(asApiError(failure).message)
    } finally {
      setBusy(false)
    }
  }

  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 border-t px-4 py-2">
      <span className="min-w-0 flex-1 basis-48">
        <span className="block truncate text-base font-medium">{name}</span>
        <span className="tabular block truncate text-meta text-text-3">
          {row.phone ? formatPhone(row.phone) : row.instance_id}
        </span>
      </span>
      {row.connected === null ? null : (
        <Badge tone={row.connected ? 'ok' : 'bad'} icon={row.connected ? CircleCheck : CircleX}>
          {row.connected ? t('instances.importConnected') : t('instances.importDisconnected')}
        </Badge>
      )}
      {row.instance ? (
        <Link
          to={paths.instance(row.instance)}
          className="py-1 text-sub text-accent-text underline"
        >
          {t('instances.importHere')}
        </Link>
      ) : (
        <Button
          size="small"
          aria-label={t('instances.importOf', { name })}
          disabled={isBusy || offline !== null || cliente === null}
          data-tip={cliente === null ? t('common.chooseCliente') : (offline ?? undefined)}
          isBusy={isBusy}
          busyLabel={t('instances.importing')}
          onClick={() => {
            if (cliente !== null) void bring(cliente)
          }}
        >
          {t('instances.importAct')}
        </Button>
      )}
      {error ? (
        <p role="alert" className="basis-full text-meta text-bad">
          {t('instances.actFailed', { message: error })}
        </p>
      ) : null}
    </li>
  )
}
