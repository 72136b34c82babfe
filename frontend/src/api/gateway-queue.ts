/** A fila do lado do gateway, que duas telas leem: a da instância e a da conversa com um envio calado. */
import { queryOptions } from '@tanstack/react-query'
import { call, SLOW_MS } from './call'
import { asApiError } from './errors'
import type { Answer } from './routes'
import { key } from '@/lib/key'

/** `at`: a página seguinte que a própria API deu. Vazia, o gateway responde 404. */
export async function fetchGatewayQueue(
  instance: number,
  { limit, at, signal }: { limit: number; at?: string | null; signal?: AbortSignal },
): Promise<Answer<'GET /api/instances/{id}/queue/'>> {
  try {
    return await call('GET /api/instances/{id}/queue/', {
      path: { id: instance },
      query: { limit },
      at,
      signal,
      timeout: SLOW_MS,
    })
  } catch (error) {
    if (asApiError(error).status === 404)
      return { next: null, previous: null, total: 0, results: [] }
    throw error
  }
}

/** Quantos esperam na fila do gateway; lido na hora, que o fluxo não a conta. */
export const queueTotalOptions = (instance: number) =>
  queryOptions({
    queryKey: key('gateway-queue', 'total', { instance }),
    queryFn: async ({ signal }) => (await fetchGatewayQueue(instance, { limit: 1, signal })).total,
    staleTime: 0,
    gcTime: 0,
    retry: false,
  })
