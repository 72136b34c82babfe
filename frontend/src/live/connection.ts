/** Uma ligação ao fluxo: abre, lê até cair e diz como foi. Não decide quando voltar. */
import { createParser } from 'eventsource-parser'
import type { Routes } from '@/api/generated/routes.gen'
import { accessToken, rejectAccess } from '@/api/session'
import { parseChange, type LiveSignal } from './changes'

/** O servidor manda batimentos; silêncio maior que isto é ligação morta que ninguém fechou. */
const SILENCE_MS = 32_000

const STREAM: Routes['GET /api/stream/']['asked']['url'] = '/api/stream/'

export type Ending =
  { reason: 'closed' } | { reason: 'unauthorized' } | { reason: 'unavailable'; retryAfterS: number }

interface Options {
  lastEventId: string | null
  signal: AbortSignal
  onOpen: () => void
  onSignal: (signal: LiveSignal, lastEventId: string | null) => void
}

export async function readStream(options: Options): Promise<Ending> {
  const abort = new AbortController()
  const stop = () => {
    abort.abort()
  }
  options.signal.addEventListener('abort', stop)
  // Quando a rede cai ou volta, a ligação antiga pode ficar muda para sempre: melhor abrir outra.
  window.addEventListener('online', stop)
  window.addEventListener('offline', stop)
  let watchdog = setTimeout(stop, SILENCE_MS)
  try {
    const token = await accessToken()
    const response = await fetch(STREAM, {
      headers: {
        Accept: 'text/event-stream',
        Authorization: `Bearer ${token}`,
        ...(options.lastEventId ? { 'Last-Event-ID': options.lastEventId } : {}),
      },
      cache: 'no-store',
      signal: abort.signal,
    })
    if (response.status === 401) {
      rejectAccess(token)
      return { reason: 'unauthorized' }
    }
    if (!response.ok || !response.body) {
      const seconds = Number(response.headers.get('Retry-After'))
      return { reason: 'unavailable', retryAfterS: Number.isFinite(seconds) ? seconds : 0 }
    }
    options.onOpen()
    const parser = createParser({
      onEvent: (event) => {
        const id = event.id ?? null
        if (event.event === 'reset') {
          options.onSignal({ type: 'reset' }, id)
          return
        }
        const change = parseChange(event.event ?? '', event.data)
        options.onSignal({ type: 'changes', changes: change ? [change] : [] }, id)
      },
    })
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return { reason: 'closed' }
      clearTimeout(watchdog)
      watchdog = setTimeout(stop, SILENCE_MS)
      parser.feed(value)
    }
  } finally {
    clearTimeout(watchdog)
    options.signal.removeEventListener('abort', stop)
    window.removeEventListener('online', stop)
    window.removeEventListener('offline', stop)
    abort.abort()
  }
}
