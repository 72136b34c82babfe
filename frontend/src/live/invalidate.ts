/**
 * O que cada mudança envelhece: uma tabela, da etiqueta das consultas (lib/key.ts) aos nomes do fluxo.
 *
 * Toda etiqueta está aqui; quem a acrescenta diz o que a envelhece, ou por que nada.
 */
import type { QueryClient } from '@tanstack/react-query'
import { key, type Tag } from '@/lib/key'
import { listenLive, type ChangeKind, type LiveSignal } from './changes'

/** Corrigem-se linha a linha, ou no passo delas: refazer as páginas a cada aviso mexeria sob o ponteiro, e custaria mais. */
const CORRECTS_ITSELF: readonly ChangeKind[] = []
/** O fluxo não diz nada disto: quem muda refaz, ou lê-se a cada vez. */
const NOBODY_TELLS: readonly ChangeKind[] = []

export const AGED_BY: Record<Tag, readonly ChangeKind[]> = {
  alerts: ['alert'],
  contacts: ['contact'],
  groups: ['group'],
  instances: ['instance'],

  chats: CORRECTS_ITSELF, // features/chats/list
  'contact-list': CORRECTS_ITSELF, // features/contacts/use-contact-list
  events: CORRECTS_ITSELF, // features/events/use-event-list
  mensagens: CORRECTS_ITSELF, // features/chats/thread
  stats: CORRECTS_ITSELF, // features/dashboard/use-stats
  'test-message': CORRECTS_ITSELF, // features/instances/test-steps

  account: NOBODY_TELLS,
  backups: NOBODY_TELLS,
  'alert-rules': NOBODY_TELLS,
  clientes: NOBODY_TELLS,
  gallery: NOBODY_TELLS,
  'gateway-queue': NOBODY_TELLS,
  installation: NOBODY_TELLS,
  merge: NOBODY_TELLS,
  palette: NOBODY_TELLS,
  people: NOBODY_TELLS,
  users: NOBODY_TELLS,
  'webhook-logs': NOBODY_TELLS,
}

/** Consultas com dono próprio marcam `meta: { live: 'self' }` e ficam fora do refazer geral. */
export const SELF_LIVE = { live: 'self' } as const

function applySignal(queryClient: QueryClient, signal: LiveSignal): void {
  if (signal.type === 'reset') {
    void queryClient.invalidateQueries({ predicate: (query) => query.meta?.['live'] !== 'self' })
    // O que falhou enquanto não havia rede nem sessão tenta de novo, tenha dono ou não.
    void queryClient.refetchQueries({ predicate: (query) => query.state.status === 'error' })
    return
  }
  const told = new Set(signal.changes.map(({ kind }) => kind))
  for (const [tag, kinds] of Object.entries(AGED_BY) as [Tag, readonly ChangeKind[]][]) {
    if (kinds.some((kind) => told.has(kind))) {
      void queryClient.invalidateQueries({ queryKey: key(tag) })
    }
  }
}

export function keepFresh(queryClient: QueryClient): () => void {
  return listenLive((signal) => {
    applySignal(queryClient, signal)
  })
}
