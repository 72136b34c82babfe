/**
 * As linhas de uma lista viva no cache de consultas. Quem sabe de uma linha nova a escreve por aqui, e o que se escreve com
 * uma página a caminho fica anotado: a página foi lida antes, e ao chegar não desfaz a linha mais nova.
 */
import type { Query, QueryClient, QueryKey } from '@tanstack/react-query'

interface Row {
  id: number
}

/** Como as linhas moram nos dados da consulta. */
interface Ways<Data, R extends Row> {
  /** O começo da chave das consultas que guardam estas linhas. */
  prefix: QueryKey
  put: (data: Data, rows: R[], queryKey: QueryKey) => Data
  drop: (data: Data, id: number) => Data
}

/** O que se escreveu enquanto algum pedido vinha; null: a linha saiu. */
interface Crossing<R> {
  requests: number
  rows: Map<number, R | null>
}

export class RowCache<Data, R extends Row> {
  private readonly ways: Ways<Data, R>
  private readonly crossings = new WeakMap<Query, Crossing<R>>()
  private readonly watched = new WeakSet<QueryClient>()

  constructor(ways: Ways<Data, R>) {
    this.ways = ways
  }

  /** Põe as linhas em todas as consultas que as guardam (ou só nas de `within`, um prefixo mais longo). */
  write(client: QueryClient, rows: R[], within = this.ways.prefix): void {
    for (const query of client.getQueryCache().findAll({ queryKey: within })) {
      this.note(query, new Map(rows.map((row) => [row.id, row])))
      this.change(client, query.queryKey, (data) => this.ways.put(data, rows, query.queryKey))
    }
  }

  drop(client: QueryClient, id: number, within = this.ways.prefix): void {
    for (const query of client.getQueryCache().findAll({ queryKey: within })) {
      this.note(query, new Map([[id, null]]))
      this.change(client, query.queryKey, (data) => this.ways.drop(data, id))
    }
  }

  /** Um pedido fora da consulta: `join` junta o que ele trouxe, e o que se escreveu enquanto ele vinha vale mais. */
  async land<Page>(
    client: QueryClient,
    queryKey: QueryKey,
    request: () => Promise<Page>,
    join: (data: Data, page: Page) => Data,
  ): Promise<Page> {
    const query = client.getQueryCache().find({ queryKey, exact: true })
    if (query) this.settle(query)
    const crossing = query && this.crossingOf(query)
    if (crossing) crossing.requests += 1
    try {
      const page = await request()
      this.change(client, queryKey, (data) => join(data, page))
      return page
    } finally {
      if (crossing) crossing.requests -= 1
      if (query) this.settle(query)
    }
  }

  /** O `structuralSharing` da consulta: todo dado que chega passa por aqui antes de alguém o ver. */
  keepNewer(client: QueryClient, queryKey: QueryKey) {
    this.watch(client)
    return (_known: unknown, arrived: unknown): unknown => {
      const query = client.getQueryCache().find({ queryKey, exact: true })
      const written = query && this.crossings.get(query)?.rows
      if (!written || arrived === undefined) return arrived
      let data = arrived as Data
      for (const [id, row] of written) {
        data = row ? this.ways.put(data, [row], queryKey) : this.ways.drop(data, id)
      }
      return data
    }
  }

  /** Um pedido que começa agora lê o que já se escreveu: só vale anotar o que vier depois. */
  private watch(client: QueryClient): void {
    if (this.watched.has(client)) return
    this.watched.add(client)
    client.getQueryCache().subscribe((event) => {
      if (event.type !== 'updated' || event.action.type !== 'fetch') return
      if (!this.crossings.get(event.query)?.requests) this.crossings.delete(event.query)
    })
  }

  /** Nada mais vem a caminho: o que se anotou já está nos dados. */
  private settle(query: Query): void {
    if (!this.isCrossing(query)) this.crossings.delete(query)
  }

  private change(client: QueryClient, queryKey: QueryKey, update: (data: Data) => Data): void {
    client.setQueryData<Data>(queryKey, (data) => (data === undefined ? data : update(data)))
  }

  private isCrossing(query: Query): boolean {
    const requests = this.crossings.get(query)?.requests ?? 0
    return requests > 0 || query.state.fetchStatus === 'fetching'
  }

  private crossingOf(query: Query): Crossing<R> {
    const known = this.crossings.get(query)
    if (known) return known
    const fresh: Crossing<R> = { requests: 0, rows: new Map() }
    this.crossings.set(query, fresh)
    return fresh
  }

  private note(query: Query, rows: Map<number, R | null>): void {
    this.settle(query)
    if (!this.isCrossing(query)) return
    const { rows: written } = this.crossingOf(query)
    for (const [id, row] of rows) {
      // A última escrita vai por último.
      written.delete(id)
      written.set(id, row)
    }
  }
}
