/**
 * O que cada mudança envelhece: uma tabela, do nome do fluxo às etiquetas das consultas.
 *
 * As chaves geradas levam as etiquetas do OpenAPI (`queryKeys: {tags: true}`). Conversas e mensagens
 * não estão aqui: features/chats as corrige linha a linha, para não refazer páginas inteiras.
 */
import type { QueryClient } from '@tanstack/react-query'
import { listenLive, type ChangeKind, type LiveSignal } from './changes'

const TAGS: Record<ChangeKind, readonly string[]> = {
  instance: ['instances'],
  event: ['events', 'stats'],
  chat: [],
  presence: [],
  mensagem: [],
  media: [],
  alert: ['alerts'],
  contact: ['contacts'],
  group: ['groups'],
}

/** Consultas com dono próprio marcam `meta: { live: 'self' }` e ficam fora do refazer geral. */
export const SELF_LIVE = { live: 'self' } as const

function tagsOf(key: readonly unknown[]): readonly string[] {
  const first = key[0]
  if (typeof first !== 'object' || first === null || !('tags' in first)) return []
  return Array.isArray(first.tags) ? (first.tags as string[]) : []
}

function applySignal(queryClient: QueryClient, signal: LiveSignal): void {
  if (signal.type === 'reset') {
    void queryClient.invalidateQueries({ predicate: (query) => query.meta?.['live'] !== 'self' })
    // O que falhou enquanto não havia rede nem sessão tenta de novo, tenha dono ou não.
    void queryClient.refetchQueries({ predicate: (query) => query.state.status === 'error' })
    return
  }
  const stale = new Set(signal.changes.flatMap(({ kind }) => TAGS[kind]))
  if (stale.size === 0) return
  void queryClient.invalidateQueries({
    predicate: (query) => tagsOf(query.queryKey).some((tag) => stale.has(tag)),
  })
}

export function keepFresh(queryClient: QueryClient): () => void {
  return listenLive((signal) => {
    applySignal(queryClient, signal)
  })
}
