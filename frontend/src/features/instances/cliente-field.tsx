import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { clienteOptions } from '@/api/cliente-options'
import { buttonStyles } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Notice } from '@/components/ui/notice'
import { Select } from '@/components/ui/select'
import { paths } from '@/lib/paths'

interface ClienteFieldProps {
  label?: string
  error?: string | undefined
  /** Ausente: o formulário lê o campo `cliente`. */
  onChange?: (cliente: number) => void
}

/** De que cliente é a instância; sem nenhum, o elo para cadastrar um. */
export function ClienteField({ label, error, onChange }: ClienteFieldProps) {
  const { t } = useTranslation()
  const clientes = useQuery(clienteOptions())
  return (
    <>
      {clientes.data?.length === 0 ? (
        <Notice
          tone="warn"
          actions={
            <Link to={`${paths.clientes}/new`} className={buttonStyles({ size: 'small' })}>
              {t('instances.addCliente')}
            </Link>
          }
        >
          {t('instances.needsCliente')}
        </Notice>
      ) : null}
      <Field label={label ?? t('instances.cliente')} error={error}>
        {(control) => (
          <Select
            {...control}
            name="cliente"
            required
            defaultValue=""
            onChange={(event) => {
              onChange?.(Number(event.target.value))
            }}
          >
            <option value="" disabled>
              {t('instances.chooseCliente')}
            </option>
            {(clientes.data ?? []).map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </>
  )
}
