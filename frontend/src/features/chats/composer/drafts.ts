/** Rascunho por conversa: aqui a cada tecla, no servidor depois de 500 ms parado. */
import { LOCAL_PREFIX, readLocalJson, writeLocalJson } from '@/lib/storage'
import type { Draft, Quoted } from '../model'
import { draftsStore } from './drafts-store'

export interface LocalDraft {
  text: string
  replyTo: number | null
  quoted: Quoted | null
  /** O envio que falhou e de que este texto veio. */
  replaces: number | null
  updatedAt: string
}

function storageKey(userId: number, chatId: number): string {
  return `draft.${userId}.${chatId}`
}

export function emptyDraft(): LocalDraft {
  return {
    text: '',
    replyTo: null,
    quoted: null,
    replaces: null,
    updatedAt: '',
  }
}

export function readDraft(userId: number, chatId: number): LocalDraft {
  return {
    ...emptyDraft(),
    ...readLocalJson<Partial<LocalDraft> | null>(storageKey(userId, chatId), null),
  }
}

export function writeDraft(userId: number, chatId: number, draft: LocalDraft): void {
  const isEmpty = draft.text === '' && draft.replyTo === null
  // Do vazio fica a hora: sem ela o que o servidor ainda tem, já enviado, pareceria mais novo.
  writeLocalJson(storageKey(userId, chatId), isEmpty ? { updatedAt: draft.updatedAt } : draft)
  draftsStore.set((known) => {
    if ((known.get(chatId) ?? '') === draft.text) return known
    const next = new Map(known)
    next.set(chatId, draft.text)
    return next
  })
}

/** Vale o mais novo dos dois: o daqui ou o que outro aparelho deixou no servidor. */
export function newestDraft(local: LocalDraft, server: Draft | null | undefined): LocalDraft {
  if (!server || server.updated_at <= local.updatedAt) return local
  if (server.text === local.text && server.reply_to === local.replyTo) return local
  return {
    text: server.text,
    replyTo: server.reply_to,
    quoted: null,
    replaces: null,
    updatedAt: server.updated_at,
  }
}

/** Ouve a mesma conversa noutra aba: o que lá estava, e o que ficou. */
export function listenDraft(
  userId: number,
  chatId: number,
  onChange: (before: string, after: LocalDraft) => void,
): () => void {
  const name = LOCAL_PREFIX + storageKey(userId, chatId)
  const listener = ({ key, oldValue }: StorageEvent) => {
    if (key !== name) return
    onChange(textOf(oldValue), readDraft(userId, chatId))
  }
  window.addEventListener('storage', listener)
  return () => {
    window.removeEventListener('storage', listener)
  }
}

function textOf(stored: string | null): string {
  try {
    return (JSON.parse(stored ?? '{}') as Partial<LocalDraft>).text ?? ''
  } catch {
    return ''
  }
}
