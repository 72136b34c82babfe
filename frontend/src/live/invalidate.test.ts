import { QueryClient } from '@tanstack/react-query'
import { describe, expect, it } from 'vitest'
import { key, type Tag } from '@/lib/key'
import { deliverLive, type ChangeKind } from './changes'
import { AGED_BY, keepFresh } from './invalidate'

const SOURCES = import.meta.glob<string>(['../**/*.{ts,tsx}', '!../**/*.test.{ts,tsx}', '!./*'], {
  query: '?raw',
  import: 'default',
  eager: true,
})

/** As etiquetas das consultas que existem: toda chave com nome, de qualquer tela. */
const asked = new Set(
  Object.values(SOURCES).flatMap((source) =>
    [...source.matchAll(/\bkey\(\s*'([a-z-]+)',/g)].map(([, tag]) => tag),
  ),
)

function agedBy(kind: ChangeKind): string[] {
  const client = new QueryClient()
  for (const tag of Object.keys(AGED_BY) as Tag[]) client.setQueryData(key(tag, 'x'), 1)
  const stop = keepFresh(client)
  deliverLive({ type: 'changes', changes: [{ kind, id: 1, instance: 1, chat: null }] })
  stop()
  const queries = client.getQueryCache().getAll()
  return queries.filter(({ state }) => state.isInvalidated).map(({ queryKey }) => `${queryKey[0]}`)
}

describe('what a change ages', () => {
  it('is said for every query there is, and only for queries there are', () => {
    expect([...asked].sort()).toEqual(Object.keys(AGED_BY).sort())
  })

  it('is the queries of the thing that changed', () => {
    expect(agedBy('instance')).toEqual(['instances'])
    expect(agedBy('alert')).toEqual(['alerts'])
    expect(agedBy('contact')).toEqual(['contacts'])
    expect(agedBy('group')).toEqual(['groups'])
  })

  it('is never a list that corrects itself', () => {
    for (const kind of ['chat', 'mensagem', 'media', 'presence', 'event'] as const) {
      expect(agedBy(kind)).toEqual([])
    }
  })
})
