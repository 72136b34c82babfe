import { useMemo } from 'react'
import { useClienteScope } from '@/hooks/use-cliente-scope'
import { useChatCounts } from './list/use-chat-list'
import { NO_FILTER } from './model'

/** Conversas com mensagens não lidas, para o trilho e o título. */
export function useUnreadTotal(): number {
  const cliente = useClienteScope()
  const filter = useMemo(() => ({ ...NO_FILTER, cliente }), [cliente])
  return useChatCounts(filter)?.unread ?? 0
}
