import { useTranslation } from 'react-i18next'
import { cn } from '@/lib/cn'
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
    <select
      aria-label={t('chats.instance')}
      value={value ?? ''}
      onChange={(event) => {
        onChange(Number(event.target.value) || null)
      }}
      className={cn(
        'h-7 max-w-44 min-w-0 rounded-control border px-1.5 text-sub font-medium touch:h-11 phone:max-w-56',
        value
          ? 'border-accent bg-selected text-accent-text'
          : 'border-border bg-surface text-text-2',
      )}
    >
      <option value="">{t('chats.allInstances')}</option>
      {instances.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </select>
  )
}
