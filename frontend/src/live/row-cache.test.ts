import { InfiniteQueryObserver, QueryClient, type InfiniteData } from '@tanstack/react-query'
import { beforeEach, describe, expect, it } from 'vitest'
import { byCursor, type Page } from '@/api/pages'
import { key } from '@/lib/key'
import { RowCache } from './row-cache'

interface Row {
  id: number
  text: string
}

type Pages = InfiniteData<Page<Row>, string | null>

const mapRows = (data: Pages, change: (rows: Row[]) => Row[]): Pages => ({
  ...data,
  pages: data.pages.map((page) => ({ ...page, results: change(page.results) })),
})

const QUERY = key('chats', 'rows', { filter: 'todas' })

/** Uma lista de duas páginas; `land` deixa chegar o que foi lido quando se pediu. */
function open() {
  const client = new QueryClient()
  const cache = new RowCache<Pages, Row>({
    prefix: key('chats', 'rows'),
    put: (data, [fresh]) =>
      mapRows(data, (rows) => rows.map((row) => (fresh?.id === row.id ? fresh : row))),
    drop: (data, gone) => mapRows(data, (rows) => rows.filter(({ id }) => id !== gone)),
  })
  const waiting: (() => void)[] = []
  const fetchPage = async (at: string | null): Promise<Page<Row>> => {
    const results = at ? [{ id: 2, text: 'velha' }] : [{ id: 1, text: 'velha' }]
    await new Promise<void>((resolve) => waiting.push(resolve))
    return { results, next: at ? null : 'x', previous: null }
  }
  const observer = new InfiniteQueryObserver(client, {
    queryKey: QUERY,
    queryFn: ({ pageParam }) => fetchPage(pageParam),
    ...byCursor,
    structuralSharing: cache.keepNewer(client, QUERY),
  })
  const seen: string[] = []
  observer.subscribe(({ data }) => {
    const text = data?.pages.flatMap(({ results }) => results.map((row) => `${row.id}:${row.text}`))
    if (text && text.join(' ') !== seen.at(-1)) seen.push(text.join(' '))
  })
  const land = async () => {
    waiting.shift()?.()
    await new Promise((resolve) => setTimeout(resolve, 0))
  }
  return { client, cache, observer, fetchPage, seen, land }
}

describe('a page on its way', () => {
  let list: ReturnType<typeof open>

  beforeEach(async () => {
    list = open()
    await list.land()
  })

  it('never overwrites a row written meanwhile, not even for a moment', async () => {
    void list.observer.fetchNextPage()
    list.cache.write(list.client, [{ id: 1, text: 'nova' }])
    await list.land()

    expect(list.seen).toEqual(['1:velha', '1:nova', '1:nova 2:velha'])
  })

  it('does not bring an old row back when the whole list is read again', async () => {
    void list.observer.refetch()
    list.cache.write(list.client, [{ id: 1, text: 'primeira' }])
    list.cache.write(list.client, [{ id: 1, text: 'segunda' }])
    await list.land()

    expect(list.seen).toEqual(['1:velha', '1:primeira', '1:segunda'])
  })

  it('does not bring back a row that left', async () => {
    void list.observer.fetchNextPage()
    list.cache.drop(list.client, 1)
    await list.land()

    expect(list.seen).toEqual(['1:velha', '', '2:velha'])
  })

  it('asked for outside the query, is joined under what was written meanwhile', async () => {
    const done = list.cache.land(
      list.client,
      QUERY,
      () => list.fetchPage(null),
      (_data, page) => ({ pages: [page], pageParams: [null] }),
    )
    list.cache.write(list.client, [{ id: 1, text: 'nova' }])
    await list.land()
    await done

    expect(list.seen).toEqual(['1:velha', '1:nova'])
  })

  it('asked for afterwards, is the newer one', async () => {
    void list.observer.fetchNextPage()
    list.cache.write(list.client, [{ id: 1, text: 'nova' }])
    await list.land()

    void list.observer.refetch()
    await list.land()
    await list.land()

    expect(list.seen.at(-1)).toBe('1:velha 2:velha')
  })

  it('asked for afterwards outside the query, is the newer one too', async () => {
    void list.observer.refetch()
    list.cache.write(list.client, [{ id: 1, text: 'nova' }])
    await list.land()

    const done = list.cache.land(
      list.client,
      QUERY,
      () => list.fetchPage(null),
      (_data, page) => ({ pages: [page], pageParams: [null] }),
    )
    await list.land()
    await done

    expect(list.seen).toEqual(['1:velha', '1:nova', '1:velha'])
  })
})
