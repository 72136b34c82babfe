import { useTranslation } from 'react-i18next'
import { Field } from './ui/field'
import { Select } from './ui/select'

interface ClienteFieldProps {
  label?: string
  clientes: readonly { id: number; name: string }[] | undefined
  value: string
  onChange: (value: string) => void
  error?: string | undefined
}

/** De que cliente é. Controlado: as opções chegam depois, e o navegador escolheria a primeira por conta própria. */
export function ClienteField({ label, clientes, value, onChange, error }: ClienteFieldProps) {
  const { t } = useTranslation()
  return (
    <Field label={label ?? t('common.cliente')} error={error}>
      {(control) => (
        <Select
          {...control}
          name="cliente"
          value={clientes ? value : ''}
          onChange={(event) => {
            onChange(event.target.value)
          }}
        >
          <option value="" disabled>
            {t('common.chooseCliente')}
          </option>
          {clientes?.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      )}
    </Field>
  )
}
