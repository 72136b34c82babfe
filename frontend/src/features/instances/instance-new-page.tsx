import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { BackLink } from '@/components/back-link'
import { PageHeader, PageTitle } from '@/components/page-header'
import { Card } from '@/components/ui/card'
import { Segmented } from '@/components/ui/segmented'
import { useHasRole } from '@/contexts/auth-context'
import { paths } from '@/lib/paths'
import { AccountCreateForm } from './account-create-form'
import { AccountImport } from './account-import'
import { accountQuery } from './gateway-api'
import { NewForm } from './new-form'

const WAYS = ['have', 'create', 'import'] as const
type Way = (typeof WAYS)[number]

/** Três jeitos de cadastrar; os da conta só aparecem a quem administra e se há conta. */
export function InstanceNewPage() {
  const { t } = useTranslation()
  const isAdmin = useHasRole('admin')
  const [search, setSearch] = useSearchParams()
  const { data } = useQuery({ ...accountQuery(), enabled: isAdmin })
  const family = data?.family ?? null
  const asked = WAYS.find((way) => way === search.get('way')) ?? 'have'
  const way = family === null ? 'have' : asked
  return (
    <>
      <PageTitle parts={[t('instances.connectNew'), t('instances.title')]} />
      <PageHeader
        title={t('instances.connectNew')}
        back={<BackLink to={paths.instances} label={t('instances.back')} />}
      />
      <div className="flex-1 overflow-y-auto p-4">
        <div className="mx-auto flex max-w-xl flex-col gap-3">
          {family === null ? null : (
            <Segmented<Way>
              label={t('instances.ways')}
              value={way}
              className="self-start phone:h-auto phone:w-full phone:flex-col phone:*:min-h-11 phone:*:border-r-0"
              onChange={(next) => {
                setSearch(next === 'have' ? {} : { way: next }, { replace: true })
              }}
              options={[
                { value: 'have', label: t('instances.wayHave') },
                { value: 'create', label: t('instances.wayCreate') },
                { value: 'import', label: t('instances.wayImport') },
              ]}
            />
          )}
          {way === 'create' ? (
            <Card title={t('instances.createTitle')}>
              <AccountCreateForm hasLite={family === 'client'} />
            </Card>
          ) : way === 'import' ? (
            <Card title={t('instances.importTitle')}>
              <AccountImport />
            </Card>
          ) : (
            <Card title={t('instances.haveCredentials')}>
              <NewForm />
            </Card>
          )}
        </div>
      </div>
    </>
  )
}
