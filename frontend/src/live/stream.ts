/**
 * Um fluxo por navegador, não por aba (HTTP/1.1 só dá seis ligações por endereço).
 *
 * A aba que segura a trava lê o fluxo e repassa às outras; quando ela fecha, a próxima da fila
 * assume do último id que ouviu. Sem Web Locks (http numa rede local) a trava é da última aba que ficou à vista. Sem fluxo (503) finge-se um `reset` a cada 5 s: é a sondagem.
 */
import { backoffMs, sleep } from '@/lib/backoff'
import { openChannel } from '@/lib/channel'
import { holdLock } from '@/lib/locks'
import { createBatcher, deliverLive, type LiveSignal } from './changes'
import { readStream } from './connection'
import { liveStore, type LiveMode, type LiveState } from './live-store'

type Relay =
  | { type: 'signal'; signal: LiveSignal; lastEventId: string | null }
  | { type: 'state'; state: LiveState }
  | { type: 'hello' }

const POLL_MS = 5_000
const TRY_STREAM_AGAIN_MS = 10_000

const channel = openChannel<Relay>('multichat.live')
const batch = createBatcher(deliverLive)

let lastEventId: string | null = null
let isLeader = false

function setMode(mode: LiveMode): void {
  if (liveStore.get().mode === mode) return
  const state = { mode, since: Date.now() }
  liveStore.set(state)
  channel.post({ type: 'state', state })
}

function emit(signal: LiveSignal, id: string | null): void {
  if (id) lastEventId = id
  channel.post({ type: 'signal', signal, lastEventId })
  if (signal.type === 'reset' || signal.changes.length > 0) batch(signal)
}

async function poll(forMs: number, signal: AbortSignal): Promise<void> {
  setMode('polling')
  const until = Date.now() + forMs
  while (Date.now() < until && !signal.aborted) {
    emit({ type: 'reset' }, null)
    await sleep(POLL_MS, signal)
  }
}

/** Acorda a espera assim que a rede ou a aba voltam. */
function sleepUntilBack(ms: number, signal: AbortSignal): Promise<void> {
  const wake = new AbortController()
  const stop = () => {
    wake.abort()
  }
  const onVisible = () => {
    if (document.visibilityState === 'visible') stop()
  }
  window.addEventListener('online', stop)
  document.addEventListener('visibilitychange', onVisible)
  signal.addEventListener('abort', stop)
  return sleep(ms, wake.signal).finally(() => {
    window.removeEventListener('online', stop)
    document.removeEventListener('visibilitychange', onVisible)
    signal.removeEventListener('abort', stop)
  })
}

async function lead(signal: AbortSignal): Promise<void> {
  isLeader = true
  let attempt = 0
  while (!signal.aborted) {
    try {
      const ending = await readStream({
        lastEventId,
        signal,
        onOpen: () => {
          attempt = 0
          setMode('live')
          // Sem id de onde retomar não se sabe o que passou antes de abrir.
          if (!lastEventId) emit({ type: 'reset' }, null)
        },
        onSignal: emit,
      })
      if (ending.reason === 'unavailable') {
        await poll(Math.max(ending.retryAfterS * 1000, TRY_STREAM_AGAIN_MS), signal)
        continue
      }
    } catch {
      // Rede, servidor fora ou sessão vencida: tudo se resolve tentando de novo.
    }
    if (signal.aborted) break
    setMode('down')
    await sleepUntilBack(backoffMs(attempt++), signal)
  }
  isLeader = false
}

/** Liga o fluxo; devolve como desligar. */
export function startLive(): () => void {
  const abort = new AbortController()
  const stopListening = channel.listen((relay) => {
    if (relay.type === 'hello') {
      if (isLeader) channel.post({ type: 'state', state: liveStore.get() })
    } else if (relay.type === 'state') {
      liveStore.set(relay.state)
    } else {
      lastEventId = relay.lastEventId ?? lastEventId
      if (relay.signal.type === 'reset' || relay.signal.changes.length > 0) batch(relay.signal)
    }
  })
  // Página que volta do cache de navegação perdeu recados enquanto dormia.
  const onPageShow = (event: PageTransitionEvent) => {
    if (event.persisted) batch({ type: 'reset' })
  }
  window.addEventListener('pageshow', onPageShow)
  channel.post({ type: 'hello' })
  holdLock('multichat.stream', abort.signal, lead)
  return () => {
    abort.abort()
    stopListening()
    window.removeEventListener('pageshow', onPageShow)
  }
}
