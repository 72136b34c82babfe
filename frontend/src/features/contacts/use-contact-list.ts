import { useInfiniteQuery, useQueryClient, type InfiniteData } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { key } from '@/lib/key'
import { call } from '@/api/call'
import type { Page } from '@/api/pages'
import { Pace } from '@/lib/pace'
import { useLive } from '@/live/use-live'
import { contactsQuery } from './contacts-api'
import type { Contact, ContactFilters } from './model'

/** Além disso sai mais barato refazer a lista. */
const MAX_PATCHES = 10
/** A agenda do celular, ao ser lida, muda dezenas de contatos por segundo. */
const REFETCH_MS = 15_000

/** A lista por páginas; o que muda ao vivo corrige a própria linha, sem mexer no lugar das outras. */
export function useContactList(filters: ContactFilters) {
  const client = useQueryClient()
  const options = contactsQuery(filters)
  const query = useInfiniteQuery(options)
  const rows = useMemo(
    () => query.data?.pages.flatMap(({ results }) => results) ?? [],
    [query.data],
  )

  const [pace] = useState(() => new Pace(REFETCH_MS))
  useEffect(
    () => () => {
      pace.stop()
    },
    [pace],
  )

  async function patch(ids: number[]) {
    const fresh = new Map<number, Contact>()
    for (const row of await Promise.all(
      ids.map((id) => call('GET /api/contacts/{id}/', { path: { id } })),
    ))
      fresh.set(row.id, row)
    client.setQueryData<InfiniteData<Page<Contact>, string | null>>(options.queryKey, (data) =>
      data
        ? {
            ...data,
            pages: data.pages.map((page) => ({
              ...page,
              results: page.results.map((row) => fresh.get(row.id) ?? row),
            })),
          }
        : data,
    )
  }

  useLive((signal) => {
    if (signal.type === 'reset') return
    const changed = signal.changes.filter(({ kind }) => kind === 'contact').map(({ id }) => id)
    if (changed.length === 0) return
    const refetch = () => {
      pace.ask(() => void client.invalidateQueries({ queryKey: key('contact-list') }))
    }
    const known = changed.filter((id) => rows.some((row) => row.id === id))
    // Um contato novo (ou que se uniu a outro) muda a própria lista.
    if (known.length < changed.length || known.length > MAX_PATCHES) refetch()
    if (known.length > 0 && known.length <= MAX_PATCHES) patch(known).catch(refetch)
  })

  return { query, rows }
}
