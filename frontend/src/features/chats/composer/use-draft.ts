import { useCallback, useEffect, useRef, useState } from 'react'
import type { Chat } from '../model'
import { pushDraft } from './draft-saves'
import {
  emptyDraft,
  listenDraft,
  newestDraft,
  readDraft,
  writeDraft,
  type LocalDraft,
} from './drafts'

const SERVER_DELAY_MS = 500

interface Options {
  userId: number
  chat: Chat
}

/** O rascunho da conversa aberta. O componente nasce de novo a cada conversa (key). */
export function useDraft({ userId, chat }: Options) {
  const [draft, setDraft] = useState<LocalDraft>(() =>
    newestDraft(readDraft(userId, chat.id), chat.draft),
  )
  const [{ opened, server }] = useState({ opened: draft, server: chat.draft })
  const current = useRef(draft)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const unsaved = useRef<LocalDraft | null>(null)

  const push = useCallback(() => {
    clearTimeout(timer.current)
    const pending = unsaved.current
    if (!pending) return
    unsaved.current = null
    pushDraft(chat.id, { userId, draft: pending })
  }, [chat.id, userId])

  // O daqui é mais novo: numa visita anterior não se conseguiu guardá-lo.
  useEffect(() => {
    const { updatedAt, text, replyTo } = opened
    if (!server || server.updated_at >= updatedAt) return
    if (server.text !== text || server.reply_to !== replyTo)
      pushDraft(chat.id, { userId, draft: opened })
  }, [chat.id, userId, opened, server])

  // Ao trocar de conversa ou fechar a aba, o que falta vai já.
  useEffect(() => {
    window.addEventListener('pagehide', push)
    return () => {
      window.removeEventListener('pagehide', push)
      push()
    }
  }, [push])

  // Enviado noutra aba, o mesmo texto aqui já não é para enviar; o que se mudou aqui fica.
  useEffect(
    () =>
      listenDraft(userId, chat.id, (before, after) => {
        if (current.current.text !== before || unsaved.current) return
        current.current = after
        setDraft(after)
      }),
    [userId, chat.id],
  )

  const store = useCallback(
    (next: LocalDraft) => {
      current.current = next
      unsaved.current = next
      setDraft(next)
      writeDraft(userId, chat.id, next)
    },
    [userId, chat.id],
  )

  const changeDraft = useCallback(
    (changes: Partial<Pick<LocalDraft, 'text' | 'replyTo' | 'quoted' | 'replaces'>>) => {
      const next = { ...current.current, ...changes, updatedAt: new Date().toISOString() }
      // Apagado tudo, o que se escrever já não é a correção daquele.
      store(next.text === '' ? { ...next, replaces: null } : next)
      clearTimeout(timer.current)
      timer.current = setTimeout(push, SERVER_DELAY_MS)
    },
    [store, push],
  )

  /** Depois de enviar: campo vazio. */
  const clearDraft = useCallback(() => {
    store({ ...emptyDraft(), updatedAt: new Date().toISOString() })
    push()
  }, [store, push])

  /** O de agora mesmo: um segundo Enter antes do próximo desenho já o acha vazio. */
  const currentDraft = useCallback(() => current.current, [])

  return { draft, changeDraft, clearDraft, currentDraft }
}
