import { useMemo } from 'react'
import { useSearchParams } from 'react-router'
import { useClienteScope } from '@/hooks/use-cliente-scope'
import { NO_FILTER, type ChatFilter, type ChatKind } from '../model'

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
  const waiting = params.get('waiting') === '1'
  const search = params.get('q') ?? ''
  const cliente = useClienteScope()

  const filter = useMemo<ChatFilter>(
    () => ({
      cliente,
      instance,
      kind: kind && KINDS.includes(kind) ? (kind as ChatKind) : null,
      unread,
      waiting,
      search,
    }),
    [cliente, instance, kind, unread, waiting, search],
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
        put('waiting', next.waiting ? '1' : null)
        put('q', next.search || null)
        return edited
      },
      { replace: true },
    )
  }

  return {
    filter,
    isFiltered: instance !== null || filter.kind !== null || unread || waiting || search !== '',
    setFilter,
    clearFilter: () => {
      setFilter({ ...NO_FILTER, cliente })
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
