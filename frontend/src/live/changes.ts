/** O vocabulário do fluxo e quem o escuta dentro desta aba. */
export type ChangeKind =
  'chat' | 'mensagem' | 'instance' | 'event' | 'media' | 'presence' | 'alert' | 'contact' | 'group'

export interface Change {
  kind: ChangeKind
  id: number
  instance: number | null
  chat: number | null
}

/** reset: não dá para saber o que mudou; refaz-se tudo. */
export type LiveSignal = { type: 'changes'; changes: Change[] } | { type: 'reset' }

const KINDS: ReadonlySet<string> = new Set<ChangeKind>([
  'chat',
  'mensagem',
  'instance',
  'event',
  'media',
  'presence',
  'alert',
  'contact',
  'group',
])

export function parseChange(kind: string, data: string): Change | null {
  if (!KINDS.has(kind)) return null
  try {
    const body = JSON.parse(data) as { id?: unknown; instance?: unknown; chat?: unknown }
    if (typeof body.id !== 'number') return null
    return {
      kind: kind as ChangeKind,
      id: body.id,
      instance: typeof body.instance === 'number' ? body.instance : null,
      chat: typeof body.chat === 'number' ? body.chat : null,
    }
  } catch {
    return null
  }
}

const FLUSH_MS = 250

/** Junta o que chega e entrega no máximo 4 vezes por segundo, uma vez por linha (e conversa, que a mensagem pode mudar dela). */
export function createBatcher(deliver: (signal: LiveSignal) => void, flushMs = FLUSH_MS) {
  const waiting = new Map<string, Change>()
  let isReset = false
  let timer: ReturnType<typeof setTimeout> | undefined
  let lastFlush = 0

  function flush() {
    timer = undefined
    lastFlush = Date.now()
    const changes = [...waiting.values()]
    const signal: LiveSignal = isReset ? { type: 'reset' } : { type: 'changes', changes }
    waiting.clear()
    isReset = false
    deliver(signal)
  }

  return (signal: LiveSignal) => {
    if (signal.type === 'reset') isReset = true
    else
      for (const change of signal.changes)
        waiting.set(`${change.kind}:${change.id}:${change.chat ?? 0}`, change)
    // O primeiro sai já: a espera só existe para a rajada.
    timer ??= setTimeout(flush, Math.max(0, lastFlush + flushMs - Date.now()))
  }
}

const listeners = new Set<(signal: LiveSignal) => void>()

export function listenLive(listener: (signal: LiveSignal) => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function deliverLive(signal: LiveSignal): void {
  for (const listener of [...listeners]) listener(signal)
}
