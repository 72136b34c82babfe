import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { clienteOptions } from '@/api/cliente-options'
import { BackLink } from '@/components/back-link'
import { PageHeader, PageTitle } from '@/components/page-header'
import { Empty } from '@/components/ui/empty'
import { Select } from '@/components/ui/select'
import { useHasRole } from '@/contexts/auth-context'
import { paths } from '@/lib/paths'
import { ChannelsCard } from './rules/channels-card'
import { RulesCard } from './rules/rules-card'

/** Regras e canais de um cliente; quem administra escolhe de qual, e a escolha mora na URL. */
export function AlertsRulesPage() {
  const { t } = useTranslation()
  const isAdmin = useHasRole('admin')
  const [search, setSearch] = useSearchParams()
  const clientes = useQuery({ ...clienteOptions(), enabled: isAdmin })
  // Nome próprio: `?cliente=` filtra a casa toda, e aqui só se escolhe de quem são as regras.
  const asked = Number(search.get('of') ?? search.get('cliente')) || null
  // Com um cliente só não há o que escolher.
  const only = clientes.data?.length === 1 ? (clientes.data[0]?.id ?? null) : null
  const cliente = isAdmin ? (asked ?? only) : null
  return (
    <>
      <PageTitle parts={[t('alerts.rulesTitle'), t('alerts.title')]} />
      <PageHeader
        title={t('alerts.rulesTitle')}
        back={<BackLink to={paths.alerts} label={t('alerts.back')} />}
        actions={
          isAdmin ? (
            <Select
              aria-label={t('alerts.cliente')}
              value={cliente ?? ''}
              className="w-56"
              onChange={(event) => {
                const wanted = new URLSearchParams(search)
                wanted.set('of', event.target.value)
                setSearch(wanted, { replace: true })
              }}
            >
              <option value="" disabled>
                {t('alerts.cliente')}
              </option>
              {(clientes.data ?? []).map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </Select>
          ) : null
        }
      />
      <div className="flex-1 overflow-y-auto p-4" data-region tabIndex={-1}>
        {isAdmin && cliente === null ? (
          <Empty kind="nothing" title={t('alerts.chooseCliente')} className="h-full" />
        ) : (
          <div key={cliente} className="mx-auto flex max-w-4xl flex-col gap-3">
            <RulesCard cliente={cliente} />
            <ChannelsCard cliente={cliente} />
          </div>
        )}
      </div>
    </>
  )
}
