/** A fila do lado do gateway, que duas telas leem: a da instância e a da conversa com um envio calado. */
import { queryOptions } from '@tanstack/react-query'
import { asApiError } from './errors'
import type { Queue } from './generated/types.gen'
import { getJson } from './json'

const TIMEOUT_MS = 90_000

/** `path`: a página seguinte que a própria API deu. Vazia, o gateway responde 404. */
export async function fetchGatewayQueue(
  instance: number,
  { limit, path, signal }: { limit: number; path?: string | null; signal?: AbortSignal },
): Promise<Queue> {
  try {
    return await getJson<Queue>(path ?? `/api/instances/${instance}/queue/?limit=${limit}`, {
      timeout: TIMEOUT_MS,
      signal,
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
    queryKey: ['gateway-queue', instance, 'total'],
    queryFn: async ({ signal }) => (await fetchGatewayQueue(instance, { limit: 1, signal })).total,
    staleTime: 0,
    gcTime: 0,
    retry: false,
  })
