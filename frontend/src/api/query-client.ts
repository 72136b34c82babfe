import { QueryClient } from '@tanstack/react-query'
import { asApiError } from './errors'

/** 4xx não melhora repetindo; rede e 5xx, às vezes. */
function shouldRetry(failures: number, error: unknown): boolean {
  const { status } = asApiError(error)
  return (status === 0 || status >= 500) && failures < 2
}

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      retry: shouldRetry,
      retryDelay: (attempt) => Math.min(500 * 2 ** attempt, 4000),
      staleTime: 30_000,
      gcTime: 30 * 60_000,
      // Quem diz que mudou é o fluxo, não o foco da janela.
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
    },
    mutations: { retry: false },
  },
})
