import { useQuery } from '@tanstack/react-query'
import { FilterX } from 'lucide-react'
import { useEffect, useEffectEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { instanceOptions } from '@/api/instance-options'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { FilterChip } from '@/components/ui/filter-chip'
import { IconButton } from '@/components/ui/icon-button'
import { Input } from '@/components/ui/input'
import { ScrollRow } from '@/components/ui/scroll-row'
import { Select } from '@/components/ui/select'
import { useFormat } from '@/hooks/use-format'
import { countsQuery } from './events-api'
import { isFiltered, NO_FILTERS, type EventFilters } from './filters'
import { KINDS, STATES, type EventKind } from './model'
import { useKindName } from './use-reason'

interface EventFilterBarProps {
  filters: EventFilters
  onChange: (filters: EventFilters) => void
}

const PRESETS = { '1h': 3_600_000, '24h': 86_400_000, '7d': 7 * 86_400_000 } as const
const TYPING_MS = 300

export function EventFilterBar({ filters, onChange }: EventFilterBarProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const kindName = useKindName()
  const counts = useQuery(countsQuery(filters))
  const instances = useQuery(instanceOptions(filters.cliente))
  const [isPicking, setPicking] = useState(false)

  function pickPeriod(value: string) {
    if (value === 'custom') setPicking(true)
    else if (value === '') onChange({ ...filters, after: null, before: null })
    else if (value in PRESETS) {
      const span = PRESETS[value as keyof typeof PRESETS]
      onChange({ ...filters, after: new Date(Date.now() - span).toISOString(), before: null })
    }
  }

  const hasPeriod = filters.after !== null || filters.before !== null
  const periodName = [
    filters.after ? t('events.from', { time: format.dateTime(filters.after) }) : null,
    filters.before ? t('events.until', { time: format.dateTime(filters.before) }) : null,
  ]
    .filter(Boolean)
    .join(' ')

  return (
    <div
      role="search"
      aria-label={t('events.filters')}
      className="flex flex-wrap items-center gap-2 border-b bg-surface px-4 py-2"
    >
      <ScrollRow className="gap-1.5" role="group" aria-label={t('events.state')}>
        {STATES.map((state) => (
          <FilterChip
            key={state}
            isActive={filters.states.includes(state)}
            count={counts.data ? counts.data[state] : null}
            onClick={() => {
              onChange({
                ...filters,
                states: STATES.filter((name) => filters.states.includes(name) !== (name === state)),
              })
            }}
          >
            {t(`events.states.${state}`)}
          </FilterChip>
        ))}
      </ScrollRow>
      <ScrollRow className="gap-2 phone:w-full">
        <Select
          aria-label={t('events.kindLabel')}
          className="max-w-52 shrink-0"
          value={filters.kinds.length > 1 ? 'many' : (filters.kinds[0] ?? '')}
          onChange={(event) => {
            const { value } = event.target
            if (value !== 'many') {
              onChange({ ...filters, kinds: value === '' ? [] : [value as EventKind] })
            }
          }}
        >
          <option value="">{t('events.allKinds')}</option>
          {filters.kinds.length > 1 ? (
            <option value="many">{filters.kinds.map(kindName).join(', ')}</option>
          ) : null}
          {KINDS.map((kind) => (
            <option key={kind} value={kind}>
              {kindName(kind)}
            </option>
          ))}
        </Select>
        <Select
          aria-label={t('events.instance')}
          className="max-w-52 shrink-0"
          value={filters.instance ?? ''}
          onChange={(event) => {
            onChange({ ...filters, instance: Number(event.target.value) || null })
          }}
        >
          <option value="">{t('events.allInstances')}</option>
          {(instances.data ?? []).map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
        <Select
          aria-label={t('events.period')}
          className="max-w-56 shrink-0"
          value={hasPeriod ? 'now' : ''}
          onChange={(event) => {
            pickPeriod(event.target.value)
          }}
        >
          <option value="">{t('events.anyTime')}</option>
          {hasPeriod ? <option value="now">{periodName}</option> : null}
          <option value="1h">{t('events.last1h')}</option>
          <option value="24h">{t('events.last24h')}</option>
          <option value="7d">{t('events.last7d')}</option>
          <option value="custom">{t('events.customPeriod')}</option>
        </Select>
      </ScrollRow>
      <span className="flex min-w-40 flex-1 items-center gap-2 phone:basis-full">
        <SearchBox
          value={filters.q}
          onChange={(q) => {
            onChange({ ...filters, q })
          }}
        />
        {/* O lugar fica guardado: filtrar não empurra a lista. */}
        <IconButton
          icon={FilterX}
          label={t('common.clearFilters')}
          className={isFiltered(filters) ? '' : 'invisible'}
          onClick={() => {
            onChange({ ...NO_FILTERS, cliente: filters.cliente, isByError: filters.isByError })
          }}
        />
      </span>
      {isPicking ? (
        <PeriodDialog
          filters={filters}
          onChange={onChange}
          onClose={() => {
            setPicking(false)
          }}
        />
      ) : null}
    </div>
  )
}

/** Espera parar de escrever para não pedir a cada letra. */
function SearchBox({ value, onChange }: { value: string; onChange: (q: string) => void }) {
  const { t } = useTranslation()
  const [text, setText] = useState(value)
  const [known, setKnown] = useState(value)
  const send = useEffectEvent(onChange)

  // O filtro mudou por fora (limpar, voltar) e aqui ninguém escrevia: acompanha.
  if (known !== value) {
    setKnown(value)
    if (text.trim() === known) setText(value)
  }

  useEffect(() => {
    if (text.trim() === value) return
    const timer = setTimeout(() => {
      send(text.trim())
    }, TYPING_MS)
    return () => {
      clearTimeout(timer)
    }
  }, [text, value])

  return (
    <Input
      type="search"
      aria-label={t('events.search')}
      placeholder={t('events.search')}
      className="max-w-72 min-w-0 flex-1 phone:max-w-none"
      value={text}
      onChange={(event) => {
        setText(event.target.value)
      }}
    />
  )
}

function toLocal(iso: string | null): string {
  if (!iso) return ''
  const date = new Date(iso)
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

function PeriodDialog({
  filters,
  onChange,
  onClose,
}: EventFilterBarProps & { onClose: () => void }) {
  const { t } = useTranslation()
  const [after, setAfter] = useState(toLocal(filters.after))
  const [before, setBefore] = useState(toLocal(filters.before))
  const isBackwards = after !== '' && before !== '' && after >= before
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('events.period')}
      size="small"
      footer={
        <Button
          variant="primary"
          disabled={isBackwards}
          onClick={() => {
            onChange({
              ...filters,
              after: after ? new Date(after).toISOString() : null,
              before: before ? new Date(before).toISOString() : null,
            })
            onClose()
          }}
        >
          {t('events.apply')}
        </Button>
      }
    >
      <div className="flex flex-col gap-3">
        <Field label={t('events.receivedAfter')}>
          {(control) => (
            <Input
              {...control}
              type="datetime-local"
              value={after}
              onChange={(event) => {
                setAfter(event.target.value)
              }}
            />
          )}
        </Field>
        <Field
          label={t('events.receivedBefore')}
          error={isBackwards ? t('events.periodBackwards') : null}
        >
          {(control) => (
            <Input
              {...control}
              type="datetime-local"
              value={before}
              onChange={(event) => {
                setBefore(event.target.value)
              }}
            />
          )}
        </Field>
      </div>
    </Dialog>
  )
}
