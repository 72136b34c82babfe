import { http as route, HttpResponse } from 'msw'
import { beforeEach, describe, expect, expectTypeOf, it } from 'vitest'
import { aToken, aUser, server } from '@/test/server'
import { call } from './call'
import type { Contact } from './generated/types.gen'
import { fetchAll } from './pages'

beforeEach(() => {
  server.use(
    route.post('*/api/auth/refresh/', () => HttpResponse.json({ access: aToken(), user: aUser })),
  )
})

/** Só o compilador os lê: sem a conferência, cada `@ts-expect-error` deixaria de ser um erro, e o `tsc` o diria. */
export const neverRun = [
  // @ts-expect-error uma rota que não existe
  () => call('GET /api/contatos/'),
  // @ts-expect-error um método que a rota não tem
  () => call('PUT /api/contacts/{id}/', { path: { id: 1 } }),
  // @ts-expect-error sem o caminho que ela pede
  () => call('GET /api/contacts/{id}/'),
  // @ts-expect-error um parâmetro do caminho com outro nome
  () => call('GET /api/contacts/{id}/', { path: { pk: 1 } }),
  // @ts-expect-error um parâmetro da busca que não existe
  () => call('GET /api/contacts/', { query: { nome: 'ana' } }),
  // @ts-expect-error um corpo de outro tipo
  () => call('PATCH /api/contacts/{id}/', { path: { id: 1 }, body: { notes: 7 } }),
  // @ts-expect-error uma rota que não responde páginas
  () => fetchAll('GET /api/account/'),
]

describe('call', () => {
  it('knows what each route answers', () => {
    expectTypeOf<Awaited<ReturnType<typeof call<'GET /api/contacts/'>>>['results']>().toEqualTypeOf<
      Contact[]
    >()
  })

  it('fills the path, escaped, and repeats a query of many', async () => {
    const asked: string[] = []
    server.use(
      route.delete('*/api/instances/:id/queue/:inserted/', ({ request }) => {
        asked.push(new URL(request.url).pathname)
        return new HttpResponse(null, { status: 204 })
      }),
      route.get('*/api/alerts/', ({ request }) => {
        asked.push(new URL(request.url).search)
        return HttpResponse.json({ next: null, previous: null, results: [] })
      }),
    )

    await call('DELETE /api/instances/{id}/queue/{inserted_id}/', {
      path: { id: 3, inserted_id: 'a/b' },
    })
    await call('GET /api/alerts/', { query: { state: ['open', 'silenced'] } })

    expect(asked).toEqual(['/api/instances/3/queue/a%2Fb/', '?state=open&state=silenced'])
  })

  it('sends a body with a file as a form, each field by its name', async () => {
    let form = ''
    server.use(
      route.post('*/api/mensagens/', async ({ request }) => {
        form = await request.text()
        return HttpResponse.json({})
      }),
    )

    await call('POST /api/mensagens/', {
      body: { chat: 5, text: 'oi', reply_to: null, file: new File(['x'], 'a.txt') },
    })

    expect(form).toMatch(/name="chat"\r\n\r\n5\r\n/)
    expect(form).toMatch(/name="text"\r\n\r\noi\r\n/)
    expect(form).toMatch(/name="file"; filename="a\.txt"/)
    expect(form).not.toContain('reply_to')
  })
})

describe('fetchAll', () => {
  it('reads a list to its end, however many pages it takes', async () => {
    const total = 30
    server.use(
      route.get('*/api/instances/', ({ request }) => {
        const at = Number(new URL(request.url).searchParams.get('cursor') ?? 1)
        const next = at < total ? `http://x/api/instances/?limit=200&cursor=${at + 1}` : null
        return HttpResponse.json({ next, previous: null, results: [{ id: at }] })
      }),
    )

    const rows = await fetchAll('GET /api/instances/')

    expect(rows.map(({ id }) => id)).toEqual(Array.from({ length: total }, (_, at) => at + 1))
  })
})
