import { useTranslation } from 'react-i18next'
import { Select } from '@/components/ui/select'
import type { InstanceRow } from '../model'

interface InstanceFilterProps {
  value: number | null
  instances: InstanceRow[]
  onChange: (instance: number | null) => void
}

/** Só aparece para quem vê mais de uma instância. */
export function InstanceFilter({ value, instances, onChange }: InstanceFilterProps) {
  const { t } = useTranslation()
  if (instances.length < 2) return null
  return (
    <Select
      aria-label={t('chats.instance')}
      value={value ?? ''}
      onChange={(event) => {
        onChange(Number(event.target.value) || null)
      }}
      className="max-w-36 phone:max-w-44"
    >
      <option value="">{t('chats.allInstances')}</option>
      {instances.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </Select>
  )
}
