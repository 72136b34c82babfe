import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { instanceOptions } from '@/api/instance-options'
import { RemovableChip } from '@/components/ui/filter-chip'
import { useFormat } from '@/hooks/use-format'
import { isFiltered, type EventFilters } from './filters'
import { useKindName } from './use-reason'

interface ActiveFiltersProps {
  filters: EventFilters
  onChange: (filters: EventFilters) => void
}

/** O que está filtrando, um a um, com o X de cada um. */
export function ActiveFilters({ filters, onChange }: ActiveFiltersProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const kindName = useKindName()
  const instances = useQuery(instanceOptions())
  if (!isFiltered(filters)) return null
  const chips: [string, Partial<EventFilters>][] = [
    ...filters.states.map((state): [string, Partial<EventFilters>] => [
      t(`events.states.${state}`),
      { states: filters.states.filter((name) => name !== state) },
    ]),
    ...filters.kinds.map((kind): [string, Partial<EventFilters>] => [
      kindName(kind),
      { kinds: filters.kinds.filter((name) => name !== kind) },
    ]),
  ]
  if (filters.instance) {
    const name = instances.data?.find(({ id }) => id === filters.instance)?.name
    chips.push([name ?? `#${filters.instance}`, { instance: null }])
  }
  if (filters.after) {
    chips.push([t('events.from', { time: format.dateTime(filters.after) }), { after: null }])
  }
  if (filters.before) {
    chips.push([t('events.until', { time: format.dateTime(filters.before) }), { before: null }])
  }
  if (filters.q) chips.push([`«${filters.q}»`, { q: '' }])
  return (
    <span className="flex flex-wrap items-center justify-center gap-2">
      {chips.map(([name, change]) => (
        <RemovableChip
          key={name}
          removeLabel={t('common.removeFilter', { name })}
          onRemove={() => {
            onChange({ ...filters, ...change })
          }}
        >
          {name}
        </RemovableChip>
      ))}
    </span>
  )
}
