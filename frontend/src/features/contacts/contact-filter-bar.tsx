import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { instanceOptions } from '@/api/instance-options'
import { FilterChip } from '@/components/ui/filter-chip'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import type { ContactFilters } from './model'

const TYPING_MS = 250

interface ContactFilterBarProps {
  params: URLSearchParams
  filters: ContactFilters
  onChange: (params: URLSearchParams, options: { replace: boolean }) => void
}

/** Busca e filtros; tudo mora na URL. */
export function ContactFilterBar({ params, filters, onChange }: ContactFilterBarProps) {
  const { t } = useTranslation()
  const instances = useQuery(instanceOptions(filters.cliente))
  const [text, setText] = useState(filters.search)
  const [known, setKnown] = useState(filters.search)

  // A URL mudou por fora (voltar, limpar): o campo acompanha.
  if (known !== filters.search) {
    setKnown(filters.search)
    if (text.trim() === known) setText(filters.search)
  }

  function change(name: string, value: string | null) {
    const next = new URLSearchParams(params)
    if (value) next.set(name, value)
    else next.delete(name)
    onChange(next, { replace: true })
  }

  useEffect(() => {
    if (text.trim() === filters.search) return
    const timer = setTimeout(() => {
      const next = new URLSearchParams(params)
      if (text.trim()) next.set('q', text.trim())
      else next.delete('q')
      onChange(next, { replace: true })
    }, TYPING_MS)
    return () => {
      clearTimeout(timer)
    }
  }, [text, filters.search, params, onChange])

  return (
    <div
      role="group"
      aria-label={t('contacts.filters')}
      className="flex flex-wrap items-center gap-2 border-b bg-surface px-4 py-2"
    >
      <FilterChip
        isActive={filters.isHidden}
        onClick={() => {
          change('kind', filters.isHidden ? null : 'lid')
        }}
      >
        {t('contacts.hidden')}
      </FilterChip>
      <FilterChip
        isActive={filters.isBlocked}
        onClick={() => {
          change('blocked', filters.isBlocked ? null : '1')
        }}
      >
        {t('contacts.blockedOnly')}
      </FilterChip>
      {(instances.data?.length ?? 0) > 1 ? (
        <Select
          aria-label={t('contacts.instance')}
          value={filters.instance ?? ''}
          className="max-w-56 phone:w-full phone:max-w-none"
          onChange={(event) => {
            change('instance', event.target.value || null)
          }}
        >
          <option value="">{t('contacts.allInstances')}</option>
          {(instances.data ?? []).map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      ) : null}
      <Input
        type="search"
        value={text}
        aria-label={t('contacts.search')}
        placeholder={t('contacts.search')}
        className="ml-auto max-w-64 phone:max-w-none"
        onChange={(event) => {
          setText(event.target.value)
        }}
      />
    </div>
  )
}
