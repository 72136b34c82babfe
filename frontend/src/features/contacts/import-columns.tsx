import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { LoadError } from '@/components/load-error'
import { Select } from '@/components/ui/select'
import { formatPhone } from '@/lib/format'
import { key } from '@/lib/key'
import { previewCsv, type ColumnRoles } from './contacts-api'
import type { ColumnRole } from './model'
import { RefusedLines } from './refused-lines'

const ROLES = [
  'name',
  'first_name',
  'middle_name',
  'last_name',
  'company',
  'phone',
  'lid',
  'notes',
] as const satisfies readonly ColumnRole[]

interface Props {
  instance: number
  file: File
  columns: ColumnRoles
  onChange: (columns: ColumnRoles) => void
}

/** O que se entendeu da planilha, antes de trazer: cada coluna com o seu papel, que se muda aqui. */
export function ImportColumns({ instance, file, columns, onChange }: Props) {
  const { t } = useTranslation()
  const preview = useQuery({
    queryKey: key('contact-list', 'preview', {
      instance,
      file: [file.name, file.size, file.lastModified],
      columns,
    }),
    queryFn: () => previewCsv(instance, file, columns),
    placeholderData: keepPreviousData,
    retry: false,
  })
  if (preview.error)
    return <LoadError error={preview.error} onRetry={() => void preview.refetch()} isBanner />
  if (!preview.data)
    return (
      <p role="status" className="text-sub text-text-2">
        {t('contacts.importReading')}
      </p>
    )
  const { rows, sample, refused } = preview.data
  return (
    <section className="flex flex-col gap-3" aria-label={t('contacts.importColumns')}>
      <p className="text-sub font-medium">{t('contacts.importColumns')}</p>
      <ul className="flex max-h-56 flex-col gap-1 overflow-y-auto">
        {preview.data.columns.map(({ header, as }, at) => (
          <li key={`${String(at)} ${header}`}>
            <label className="grid grid-cols-2 items-center gap-2">
              <span className="truncate text-sub">{header}</span>
              <Select
                value={as ?? ''}
                onChange={(event) => {
                  const role = ROLES.find((one) => one === event.target.value) ?? null
                  onChange({ ...columns, [header]: role })
                }}
              >
                <option value="">{t('contacts.role.none')}</option>
                {ROLES.map((role) => (
                  <option key={role} value={role}>
                    {t(`contacts.role.${role}`)}
                  </option>
                ))}
              </Select>
            </label>
          </li>
        ))}
      </ul>
      <p role="status" className="text-sub text-text-2">
        {t('contacts.importRows', { count: rows })}
      </p>
      <ul className="text-sub">
        {sample.map(({ address, name }) => (
          <li key={address} className="truncate">
            {name} · {address.includes('@') ? address : formatPhone(address)}
          </li>
        ))}
      </ul>
      <RefusedLines refused={refused} />
    </section>
  )
}
