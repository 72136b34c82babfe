import { UserPlus } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { formatPhone } from '@/lib/format'
import { phoneIn } from '@/lib/phone'
import { Avatar } from './ui/avatar'
import { Button } from './ui/button'
import { Field } from './ui/field'
import { RemovableChip } from './ui/filter-chip'
import { Input } from './ui/input'
import { Skeleton } from './ui/skeleton'

export interface Person {
  /** Dígitos, ou …@lid. */
  address: string
  name: string | null
  picture: string | null
}

interface PeoplePickerProps {
  label: string
  search: string
  onSearch: (text: string) => void
  /** Quem casa com a busca; undefined: ainda carregando. */
  options: Person[] | undefined
  hasFailed: boolean
  onRetry: () => void
  chosen: Person[]
  onChange: (chosen: Person[]) => void
  /** Quem já está lá: aparece, e não se escolhe. */
  present?: ReadonlySet<string>
  error?: string | null
  /** Num diálogo que só pede pessoas, já se escreve aqui. */
  isFirst?: boolean
}

/** Os escolhidos, e o número que ficou escrito: quem aperta o botão do formulário conta com ele. */
export function withTyped(chosen: Person[], search: string): Person[] {
  const address = phoneIn(search)
  if (!address || chosen.some((person) => person.address === address)) return chosen
  return [...chosen, { address, name: null, picture: null }]
}

/** Contatos pela busca, ou um número que ainda não é contato. */
export function PeoplePicker({
  label,
  search,
  onSearch,
  options,
  hasFailed,
  onRetry,
  chosen,
  onChange,
  present,
  error,
  isFirst = false,
}: PeoplePickerProps) {
  const { t } = useTranslation()
  const typedPhone = phoneIn(search)
  const isKnown = (address: string) =>
    chosen.some((person) => person.address === address) ||
    options?.some((person) => person.address === address)
  const nameOf = (person: Person) =>
    person.name ?? (/^\d+$/.test(person.address) ? formatPhone(person.address) : person.address)

  function toggle(person: Person) {
    const isChosen = chosen.some(({ address }) => address === person.address)
    onChange(
      isChosen ? chosen.filter(({ address }) => address !== person.address) : [...chosen, person],
    )
  }

  return (
    <div className="flex flex-col gap-2">
      {chosen.length > 0 ? (
        <ul aria-label={t('groups.chosen')} className="flex flex-wrap gap-1.5">
          {chosen.map((person) => (
            <li key={person.address}>
              <RemovableChip
                removeLabel={t('groups.unpick', { name: nameOf(person) })}
                onRemove={() => {
                  toggle(person)
                }}
              >
                {nameOf(person)}
              </RemovableChip>
            </li>
          ))}
        </ul>
      ) : null}
      <Field label={label} hint={t('groups.pickHint')} error={error ?? null}>
        {(control) => (
          <Input
            {...control}
            data-autofocus={isFirst || undefined}
            type="search"
            value={search}
            maxLength={120}
            placeholder={t('groups.pickSearch')}
            onChange={(event) => {
              onSearch(event.target.value)
            }}
            onKeyDown={(event) => {
              // Enter escolhe o número; o formulário se envia pelo botão.
              if (event.key !== 'Enter') return
              event.preventDefault()
              if (typedPhone && !isKnown(typedPhone)) {
                toggle({ address: typedPhone, name: null, picture: null })
                onSearch('')
              }
            }}
          />
        )}
      </Field>
      {typedPhone && !isKnown(typedPhone) ? (
        <Button
          size="small"
          className="self-start"
          onClick={() => {
            toggle({ address: typedPhone, name: null, picture: null })
            onSearch('')
          }}
        >
          <UserPlus aria-hidden className="size-4" strokeWidth={1.75} />
          {t('groups.pickNumber', { phone: formatPhone(typedPhone) })}
        </Button>
      ) : null}
      {hasFailed ? (
        <p role="alert" className="flex flex-wrap items-center gap-2 text-sub text-bad">
          {t('common.loadFailed')}
          <Button size="inline" variant="link" onClick={onRetry}>
            {t('common.retry')}
          </Button>
        </p>
      ) : !options ? (
        <Skeleton className="h-32" />
      ) : options.length === 0 ? (
        typedPhone ? null : (
          <p className="text-base text-text-3">{t('groups.pickNone')}</p>
        )
      ) : (
        <ul className="max-h-64 overflow-y-auto">
          {options.map((person) => {
            const isPresent = present?.has(person.address) ?? false
            const name = nameOf(person)
            const number = /^\d+$/.test(person.address)
              ? formatPhone(person.address)
              : t('bubble.hiddenNumber')
            return (
              <li key={person.address}>
                <label className="flex items-center gap-3 rounded-control px-2 py-1.5 hover:bg-sunken has-checked:bg-selected touch:min-h-11">
                  <input
                    type="checkbox"
                    checked={isPresent || chosen.some(({ address }) => address === person.address)}
                    disabled={isPresent}
                    onChange={() => {
                      toggle(person)
                    }}
                    className="size-4 shrink-0 accent-accent"
                  />
                  <Avatar name={name} src={person.picture} className="size-8" />
                  <span className="flex min-w-0 flex-1 flex-col">
                    <span className="truncate text-base">{name}</span>
                    <span className="tabular truncate text-meta text-text-3">
                      {isPresent ? t('groups.alreadyIn') : number === name ? '' : number}
                    </span>
                  </span>
                </label>
              </li>
            )
          })}
        </ul>
      )}
    </div>
  )
}
