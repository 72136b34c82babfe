import { Search, X } from 'lucide-react'
import { useEffect, useEffectEvent, useState, type RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import { FilterChip } from '@/components/ui/filter-chip'
import { IconButton } from '@/components/ui/icon-button'
import { Input } from '@/components/ui/input'
import { ScrollRow } from '@/components/ui/scroll-row'
import { useFormat } from '@/hooks/use-format'
import type { ChatCounts, ChatFilter } from '../model'

const TYPING_PAUSE_MS = 250

interface ChatFiltersProps {
  filter: ChatFilter
  counts: ChatCounts | undefined
  searchRef: RefObject<HTMLInputElement | null>
  onChange: (changes: Partial<ChatFilter>) => void
  onLeaveSearch: () => void
}

export function ChatFilters({
  filter,
  counts,
  searchRef,
  onChange,
  onLeaveSearch,
}: ChatFiltersProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const toggleKind = (kind: 'direct' | 'group') => {
    onChange({ kind: filter.kind === kind ? null : kind })
  }
  return (
    <search className="flex flex-col gap-2 border-b p-2">
      <SearchBox
        value={filter.search}
        inputRef={searchRef}
        onSearch={(search) => {
          onChange({ search })
        }}
        onLeave={onLeaveSearch}
      />
      <ScrollRow role="group" aria-label={t('chats.filters')} className="gap-1.5">
        <FilterChip
          isActive={filter.unread}
          count={counts ? format.number(counts.unread) : null}
          onClick={() => {
            onChange({ unread: !filter.unread })
          }}
        >
          {t('chats.unread')}
        </FilterChip>
        <FilterChip
          isActive={filter.waiting}
          count={counts ? format.number(counts.waiting) : null}
          onClick={() => {
            onChange({ waiting: !filter.waiting })
          }}
        >
          {t('chats.waiting')}
        </FilterChip>
        <FilterChip
          isActive={filter.kind === 'direct'}
          onClick={() => {
            toggleKind('direct')
          }}
        >
          {t('chats.direct')}
        </FilterChip>
        <FilterChip
          isActive={filter.kind === 'group'}
          onClick={() => {
            toggleKind('group')
          }}
        >
          {t('chats.groups')}
        </FilterChip>
      </ScrollRow>
    </search>
  )
}

interface SearchBoxProps {
  value: string
  inputRef: RefObject<HTMLInputElement | null>
  onSearch: (text: string) => void
  onLeave: () => void
}

function SearchBox({ value, inputRef, onSearch, onLeave }: SearchBoxProps) {
  const { t } = useTranslation()
  const [text, setText] = useState(value)
  const [known, setKnown] = useState(value)
  const search = useEffectEvent(onSearch)

  // O filtro mudou por fora (limpar, voltar): o campo acompanha. O que ele mesmo pediu, não.
  if (value !== known) {
    setKnown(value)
    setText(value)
  }

  useEffect(() => {
    const wanted = text.trim()
    if (wanted === known) return
    const timer = setTimeout(() => {
      setKnown(wanted)
      search(wanted)
    }, TYPING_PAUSE_MS)
    return () => {
      clearTimeout(timer)
    }
  }, [text, known])

  return (
    <span className="relative flex">
      <Search
        aria-hidden
        className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-text-3"
        strokeWidth={1.75}
      />
      <Input
        ref={inputRef}
        type="text"
        inputMode="search"
        enterKeyHint="search"
        aria-label={t('chats.search')}
        placeholder={t('chats.search')}
        value={text}
        onChange={(event) => {
          setText(event.target.value)
        }}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown') {
            event.preventDefault()
            onLeave()
          } else if (event.key === 'Escape' && text !== '') {
            event.preventDefault()
            setText('')
          }
        }}
        className="pr-9 pl-8"
      />
      {text ? (
        <IconButton
          size="small"
          icon={X}
          label={t('chats.clearSearch')}
          className="absolute top-1/2 right-1 -translate-y-1/2"
          onClick={() => {
            setText('')
            inputRef.current?.focus()
          }}
        />
      ) : null}
    </span>
  )
}
