/**
 * O que se mandou e o servidor ainda não confirmou ter recebido. Fica no navegador até o 201.
 *
 * Repetir é seguro: cada envio nasce com a sua Idempotency-Key (a de um arquivo, com o lugar dele na bandeja), e
 * a mesma chave devolve a mesma mensagem. Por conversa vai um de cada vez, na ordem em que foram escritos.
 * Um arquivo não cabe no armazenamento do navegador: vive só nesta aba, e fechá-la pergunta antes.
 */
import { call } from '@/api/call'
import { asApiError } from '@/api/errors'
import { backoffMs, sleep } from '@/lib/backoff'
import { withLock } from '@/lib/locks'
import { createStore } from '@/lib/store'
import { LOCAL_PREFIX, localKeys, readLocalJson, writeLocal, writeLocalJson } from '@/lib/storage'
import type { Mensagem, Outgoing } from '../model'

/** De uma versão anterior: o tipo e os campos podem faltar. */
type StoredOutgoing = Omit<Outgoing, 'type' | 'fields'> & Partial<Outgoing>

interface OutgoingFile {
  file: File
  url: string | null
}

type NewOutgoing = Pick<Outgoing, 'key' | 'chat' | 'text' | 'replyTo' | 'quoted'> &
  Partial<Pick<Outgoing, 'type' | 'fields' | 'replaces'>> & { file?: OutgoingFile }

const store = createStore<Outgoing[]>([])
const progress = createStore<ReadonlyMap<string, number>>(new Map())
const files = new Map<string, OutgoingFile>()
const uploads = new Map<string, AbortController>()
/** As que alguém descartou aqui: um pedido já a caminho pode ainda ser aceito. */
const discarded = new Set<string>()
let storageKey: string | null = null
const busyChats = new Set<number>()
const acceptedListeners = new Set<(message: Mensagem, key: string) => void>()

export const outgoingStore: Pick<typeof store, 'get' | 'subscribe'> = store
/** Quanto do arquivo já subiu, de 0 a 1; fora da lista para não redesenhar a conversa a cada pedaço. */
export const uploadStore: Pick<typeof progress, 'get' | 'subscribe'> = progress

export function outgoingFile(key: string): OutgoingFile | undefined {
  return files.get(key)
}

/** Cada envio tem a sua chave no navegador: outra aba, que não o conhece, não o apaga ao gravar os seus. */
function change(key: string, next: (current: Outgoing[]) => Outgoing[]): void {
  store.set(next)
  if (!storageKey || files.has(key)) return
  writeLocalJson(
    storageKey + key,
    store.get().find((entry) => entry.key === key),
  )
}

function update(key: string, changes: Partial<Outgoing>): void {
  change(key, (all) => all.map((entry) => (entry.key === key ? { ...entry, ...changes } : entry)))
}

function setProgress(key: string, value: number | null): void {
  progress.set((current) => {
    const next = new Map(current)
    if (value === null) next.delete(key)
    else next.set(key, value)
    return next
  })
}

/** A fila é de quem entrou: nunca se envia em nome de outra pessoa. */
export function openOutgoing(userId: number): void {
  const old = `outgoing.${userId}`
  const start = `${old}.`
  if (storageKey === start) return
  storageKey = start
  // Antes a fila inteira morava numa chave só.
  for (const entry of readLocalJson<Outgoing[]>(old, [])) writeLocalJson(start + entry.key, entry)
  writeLocal(old, null)
  store.set(
    localKeys(start)
      .flatMap((name) => readLocalJson<StoredOutgoing | null>(name, null) ?? [])
      .sort((a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt))
      .map((entry) => ({
        ...entry,
        type: entry.type ?? 'text',
        fields: entry.fields ?? {},
        state: entry.state === 'refused' ? 'refused' : 'waiting',
      })),
  )
  flushOutgoing()
}

export function onAccepted(listener: (message: Mensagem, key: string) => void): () => void {
  acceptedListeners.add(listener)
  return () => acceptedListeners.delete(listener)
}

export function enqueue({ file, type = 'text', fields = {}, ...entry }: NewOutgoing): void {
  if (store.get().some(({ key }) => key === entry.key)) return
  if (file) files.set(entry.key, file)
  // A hora também é a ordem: nunca igual à do anterior.
  const last = Date.parse(store.get().at(-1)?.createdAt ?? '') || 0
  const createdAt = new Date(Math.max(Date.now(), last + 1)).toISOString()
  change(entry.key, (all) => [
    ...all,
    { ...entry, type, fields, createdAt, state: 'sending', error: null },
  ])
  flushOutgoing()
}

/** Tira da fila; um arquivo que estava subindo para de subir, e o que for aceito mesmo assim se cancela. */
export function discard(key: string): void {
  discarded.add(key)
  remove(key)
}

function remove(key: string): void {
  change(key, (all) => all.filter((entry) => entry.key !== key))
  uploads.get(key)?.abort()
  uploads.delete(key)
  setProgress(key, null)
  const url = files.get(key)?.url
  if (url) URL.revokeObjectURL(url)
  files.delete(key)
}

export function sendAgain(key: string): void {
  update(key, { state: 'sending', error: null, errors: [] })
  flushOutgoing()
}

export function flushOutgoing(): void {
  for (const chat of new Set(store.get().map((entry) => entry.chat))) void flushChat(chat)
}

// Aceito ou descartado noutra aba: esta não o manda nem o mostra mais.
window.addEventListener('storage', ({ key, newValue }) => {
  if (newValue !== null) return
  store.set((all) => {
    const left = all.filter((entry) => key !== `${LOCAL_PREFIX}${storageKey ?? ''}${entry.key}`)
    return left.length < all.length ? left : all
  })
})

// Texto volta depois de recarregar; um arquivo não.
window.addEventListener('beforeunload', (event) => {
  if (files.size > 0) event.preventDefault()
})

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

function send(entry: Outgoing): Promise<Mensagem> {
  const { key, chat, type, text, fields, replyTo } = entry
  // Do que se encaminha o servidor tem o conteúdo; os outros campos são só para a bolha.
  const body = fields.forward_of
    ? { chat, forward_of: fields.forward_of }
    : { ...fields, chat, type, text, reply_to: replyTo }
  const headers = { 'Idempotency-Key': key }
  const file = files.get(key)?.file
  if (!file || fields.forward_of) return call('POST /api/mensagens/', { body, headers })
  const upload = new AbortController()
  uploads.set(key, upload)
  return call('POST /api/mensagens/', {
    body: { ...body, file },
    headers,
    signal: upload.signal,
    timeout: 0,
    onUploadProgress: (part) => {
      if (files.has(key)) setProgress(key, part)
    },
  })
}

/** Cancela o que se descartou com o pedido a caminho; se já não dá, ou a rede caiu, mostra-se como está. */
async function settled(message: Mensagem, key: string): Promise<Mensagem> {
  return discarded.has(key)
    ? call('POST /api/mensagens/{id}/cancel/', { path: { id: message.id } }).catch(() => message)
    : message
}

/** O que se corrigiu sai da vista pelo fluxo; se não der, a bolha dele fica, e tem o seu «Descartar». */
async function discardSent(id: number): Promise<void> {
  await call('POST /api/mensagens/{id}/discard/', { path: { id } }).catch(() => undefined)
}

async function drain(chat: number): Promise<void> {
  let attempt = 0
  for (;;) {
    const entry = store.get().find((item) => item.chat === chat && item.state !== 'refused')
    if (!entry) return
    try {
      const message = await settled(await send(entry), entry.key)
      attempt = 0
      for (const listener of acceptedListeners) listener(message, entry.key)
      remove(entry.key)
      if (entry.replaces) void discardSent(entry.replaces)
    } catch (error) {
      // Descartada enquanto subia: não há o que repetir.
      if (!store.get().some(({ key }) => key === entry.key)) continue
      const { status, errors, retryAfter } = asApiError(error)
      const isPassing = status === 0 || status === 429 || status >= 500
      if (!isPassing && status !== 401) {
        update(entry.key, { state: 'refused', error: errors[0]?.detail ?? null, errors })
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
