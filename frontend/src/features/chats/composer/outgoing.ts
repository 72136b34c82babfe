/**
 * O que se mandou e o servidor ainda não confirmou ter recebido. Fica no navegador até o 201.
 *
 * Repetir é seguro: cada envio leva a Idempotency-Key feita quando o campo de escrever abriu, e a mesma
 * chave devolve a mesma mensagem. Por conversa vai um de cada vez, na ordem em que foram escritos.
 */
import { asApiError } from '@/api/errors'
import { backoffMs, sleep } from '@/lib/backoff'
import { withLock } from '@/lib/locks'
import { createStore } from '@/lib/store'
import { readLocalJson, writeLocalJson } from '@/lib/storage'
import { sendText } from '../chats-api'
import type { Mensagem, Quoted } from '../model'

export interface Outgoing {
  /** A Idempotency-Key, que também é a identidade da bolha. */
  key: string
  chat: number
  text: string
  replyTo: number | null
  quoted: Quoted | null
  createdAt: string
  /** refused: o servidor disse não; só a pessoa decide o que fazer. */
  state: 'sending' | 'waiting' | 'refused'
  error: string | null
}

const store = createStore<Outgoing[]>([])
let storageKey: string | null = null
const busyChats = new Set<number>()
const acceptedListeners = new Set<(message: Mensagem, key: string) => void>()

export const outgoingStore: Pick<typeof store, 'get' | 'subscribe'> = store

function change(next: (current: Outgoing[]) => Outgoing[]): void {
  store.set(next)
  if (storageKey) writeLocalJson(storageKey, store.get().length > 0 ? store.get() : null)
}

function update(key: string, changes: Partial<Outgoing>): void {
  change((all) => all.map((entry) => (entry.key === key ? { ...entry, ...changes } : entry)))
}

/** A fila é de quem entrou: nunca se envia em nome de outra pessoa. */
export function openOutgoing(userId: number): void {
  const key = `outgoing.${userId}`
  if (storageKey === key) return
  storageKey = key
  store.set(
    readLocalJson<Outgoing[]>(key, []).map((entry) => ({
      ...entry,
      state: entry.state === 'refused' ? 'refused' : 'waiting',
    })),
  )
  flushOutgoing()
}

export function onAccepted(listener: (message: Mensagem, key: string) => void): () => void {
  acceptedListeners.add(listener)
  return () => acceptedListeners.delete(listener)
}

export function enqueue(
  entry: Pick<Outgoing, 'key' | 'chat' | 'text' | 'replyTo' | 'quoted'>,
): void {
  if (store.get().some(({ key }) => key === entry.key)) return
  change((all) => [
    ...all,
    { ...entry, createdAt: new Date().toISOString(), state: 'sending', error: null },
  ])
  flushOutgoing()
}

export function discard(key: string): void {
  change((all) => all.filter((entry) => entry.key !== key))
}

export function sendAgain(key: string): void {
  update(key, { state: 'sending', error: null })
  flushOutgoing()
}

export function flushOutgoing(): void {
  for (const chat of new Set(store.get().map((entry) => entry.chat))) void flushChat(chat)
}

async function flushChat(chat: number): Promise<void> {
  if (busyChats.has(chat)) return
  busyChats.add(chat)
  try {
    // Duas abas com a mesma fila: uma espera a outra.
    await withLock(`multichat.outgoing.${chat}`, () => drain(chat))
  } finally {
    busyChats.delete(chat)
  }
}

async function drain(chat: number): Promise<void> {
  let attempt = 0
  for (;;) {
    const entry = store.get().find((item) => item.chat === chat && item.state !== 'refused')
    if (!entry) return
    try {
      const message = await sendText({ chat, text: entry.text, reply_to: entry.replyTo }, entry.key)
      attempt = 0
      for (const listener of acceptedListeners) listener(message, entry.key)
      discard(entry.key)
    } catch (error) {
      const { status, errors, retryAfter } = asApiError(error)
      const isPassing = status === 0 || status === 429 || status >= 500
      if (!isPassing && status !== 401) {
        update(entry.key, { state: 'refused', error: errors[0]?.detail ?? null })
        continue
      }
      update(entry.key, { state: 'waiting' })
      const wake = new AbortController()
      const stop = () => {
        wake.abort()
      }
      window.addEventListener('online', stop, { once: true })
      await sleep(retryAfter ? retryAfter * 1000 : backoffMs(attempt++, 1000), wake.signal)
      window.removeEventListener('online', stop)
    }
  }
}
