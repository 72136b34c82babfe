import { useInfiniteQuery, useQueryClient, type InfiniteData } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { call } from '@/api/call'
import type { Page } from '@/api/pages'
import { key } from '@/lib/key'
import { Pace } from '@/lib/pace'
import { SELF_LIVE } from '@/live/invalidate'
import { RowCache } from '@/live/row-cache'
import { useLiveRows, WHOLE } from '@/live/use-live-rows'
import { contactsQuery } from './contacts-api'
import type { Contact, ContactFilters } from './model'

/** Além disso sai mais barato refazer a lista. */
const MAX_PATCHES = 10
/** A agenda do celular, ao ser lida, muda dezenas de contatos por segundo. */
const REFETCH_MS = 15_000

type Pages = InfiniteData<Page<Contact>, string | null>

const mapResults = (data: Pages, change: (rows: Contact[]) => Contact[]): Pages => ({
  ...data,
  pages: data.pages.map((page) => ({ ...page, results: change(page.results) })),
})

const contactLists = new RowCache<Pages, Contact>({
  prefix: key('contact-list'),
  put: (data, fresh) => {
    const byId = new Map(fresh.map((row) => [row.id, row]))
    return mapResults(data, (rows) => rows.map((row) => byId.get(row.id) ?? row))
  },
  drop: (data, gone) => mapResults(data, (rows) => rows.filter(({ id }) => id !== gone)),
})

/** A lista por páginas; o que muda ao vivo corrige a própria linha, sem mexer no lugar das outras. */
export function useContactList(filters: ContactFilters) {
  const client = useQueryClient()
  const options = contactsQuery(filters)
  const { queryKey } = options
  const query = useInfiniteQuery({
    ...options,
    structuralSharing: contactLists.keepNewer(client, queryKey),
    meta: SELF_LIVE,
  })
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

  useLiveRows({
    cache: contactLists,
    queryKey,
    touched: (changes) => {
      const changed = changes.filter(({ kind }) => kind === 'contact').map(({ id }) => id)
      const known = changed.filter((id) => rows.some((row) => row.id === id))
      // Um contato novo (ou que se uniu a outro) muda a própria lista.
      return known.length < changed.length ? [WHOLE, ...known] : known
    },
    fetchRow: (id) => call('GET /api/contacts/{id}/', { path: { id } }),
    reread: (ids) => {
      pace.ask(() => void client.invalidateQueries({ queryKey: key('contact-list') }))
      return Promise.resolve(ids.length > MAX_PATCHES ? [] : ids)
    },
    rowByRow: MAX_PATCHES,
  })

  return { query, rows }
}
