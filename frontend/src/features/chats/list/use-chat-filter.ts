import { useMemo } from 'react'
import { useSearchParams } from 'react-router'
import type { ChatFilter, ChatKind } from '../model'

const KINDS: readonly string[] = ['direct', 'group']

/** O filtro mora na URL: recarregar, voltar e colar para um colega mantêm a visão. */
export function useChatFilter(): {
  filter: ChatFilter
  isFiltered: boolean
  setFilter: (changes: Partial<ChatFilter>) => void
  clearFilter: () => void
} {
  const [params, setParams] = useSearchParams()
  const instance = Number(params.get('instance')) || null
  const kind = params.get('kind')
  const unread = params.get('unread') === '1'
  const search = params.get('q') ?? ''

  const filter = useMemo<ChatFilter>(
    () => ({
      instance,
      kind: kind && KINDS.includes(kind) ? (kind as ChatKind) : null,
      unread,
      search,
    }),
    [instance, kind, unread, search],
  )

  function setFilter(changes: Partial<ChatFilter>) {
    const next = { ...filter, ...changes }
    setParams(
      (current) => {
        const edited = new URLSearchParams(current)
        const put = (name: string, value: string | null) => {
          if (value) edited.set(name, value)
          else edited.delete(name)
        }
        put('instance', next.instance === null ? null : String(next.instance))
        put('kind', next.kind)
        put('unread', next.unread ? '1' : null)
        put('q', next.search || null)
        return edited
      },
      { replace: true },
    )
  }

  return {
    filter,
    isFiltered: instance !== null || filter.kind !== null || unread || search !== '',
    setFilter,
    clearFilter: () => {
      setFilter({ instance: null, kind: null, unread: false, search: '' })
    },
  }
}

/** O que vai junto ao abrir uma conversa: o filtro, sem a mensagem apontada. */
export function listQuery(params: URLSearchParams): string {
  const kept = new URLSearchParams(params)
  kept.delete('msg')
  const text = kept.toString()
  return text ? `?${text}` : ''
}
