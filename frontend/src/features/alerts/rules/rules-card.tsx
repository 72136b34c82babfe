import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { call } from '@/api/call'
import type { PatchedRuleRequest } from '@/api/generated/types.gen'
import { asApiError } from '@/api/errors'
import { LoadError } from '@/components/load-error'
import { showErrorToast } from '@/lib/toast'
import { Card } from '@/components/ui/card'
import { SavedField } from '@/components/ui/saved-field'
import { Skeleton } from '@/components/ui/skeleton'
import { Switch } from '@/components/ui/switch'
import { useOfflineReason } from '@/forms/use-offline-reason'
import { ofCliente, rulesQuery } from '../alerts-api'
import type { Rule } from '../model'
import { useMeasure, useUnitName } from '../use-measure'

/** Uma linha por sintoma: se avisa, e a partir de quanto. */
export function RulesCard({ cliente }: { cliente: number | null }) {
  const { t } = useTranslation()
  const query = useQuery(rulesQuery(cliente))
  if (query.isPending) return <Skeleton className="h-96 rounded-control" />
  if (!query.data) return <LoadError error={query.error} onRetry={() => void query.refetch()} />
  return (
    <Card title={t('alerts.rulesTitle')}>
      <p className="px-4 pb-2 text-sub text-text-2">{t('alerts.rulesText')}</p>
      <ul>
        {query.data.map((rule) => (
          <RuleRow key={rule.kind} rule={rule} cliente={cliente} />
        ))}
      </ul>
    </Card>
  )
}

function RuleRow({ rule, cliente }: { rule: Rule; cliente: number | null }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const offline = useOfflineReason()
  const measure = useMeasure()
  const unitName = useUnitName()
  const { queryKey } = rulesQuery(cliente)

  async function save(body: PatchedRuleRequest) {
    const saved = await call('PATCH /api/alerts/rules/{kind}/', {
      path: { kind: rule.kind },
      query: ofCliente(cliente),
      body,
    })
    client.setQueryData(queryKey, (rules) =>
      rules?.map((other) => (other.kind === saved.kind ? saved : other)),
    )
  }

  return (
    <li className="grid items-start gap-x-8 gap-y-2 border-t px-4 py-3 tablet:grid-cols-[1fr_20rem]">
      <Switch
        label={t(`alerts.kind.${rule.kind}`)}
        hint={t(`alerts.about.${rule.kind}`)}
        checked={rule.is_on ?? true}
        disabled={offline !== null}
        onChange={(isOn) => {
          save({ is_on: isOn }).catch((error: unknown) => {
            showErrorToast(t('alerts.actFailed', { message: asApiError(error).message }))
          })
        }}
      />
      {rule.unit === null || rule.default === null ? (
        <p className="text-sub text-text-3">{t('alerts.yesNo')}</p>
      ) : (
        <SavedField
          label={t('alerts.threshold', { unit: unitName(rule.unit) })}
          hint={t('alerts.emptyIsDefault', { value: measure(rule.default, rule.unit) })}
          value={String(rule.threshold ?? rule.default)}
          inputMode="decimal"
          disabledReason={offline}
          onSave={async (text) => {
            const value = Number(text.replace(',', '.'))
            if (text !== '' && !(value >= 0)) throw new Error(t('alerts.badNumber'))
            await save({ threshold: text === '' ? null : value })
          }}
        />
      )}
    </li>
  )
}
