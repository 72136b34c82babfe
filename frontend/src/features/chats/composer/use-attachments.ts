import { useCallback, useEffect, useState } from 'react'
import { randomKey } from '@/lib/random-key'
import {
  addAttachments,
  changeAttachment,
  kindOf,
  moveAttachment,
  removeAttachment,
  type Attachment,
  type FileKind,
} from './attachments'

/** A bandeja de cada conversa: trocar de conversa e voltar a encontra como estava. */
const trays = new Map<number, Attachment[]>()

function previewOf(file: File, kind: FileKind): string | null {
  return kind === 'image' || kind === 'gif' || kind === 'video' ? URL.createObjectURL(file) : null
}

export function useAttachments(chatId: number) {
  const [items, setItems] = useState<Attachment[]>(() => trays.get(chatId) ?? [])

  const store = useCallback(
    (change: (current: Attachment[]) => Attachment[]) => {
      const next = change(trays.get(chatId) ?? [])
      if (next.length > 0) trays.set(chatId, next)
      else trays.delete(chatId)
      setItems(next)
    },
    [chatId],
  )

  // Arquivo escolhido não sobrevive a recarregar: pergunta-se antes.
  useEffect(() => {
    if (items.length === 0) return
    const ask = (event: BeforeUnloadEvent) => {
      event.preventDefault()
    }
    window.addEventListener('beforeunload', ask)
    return () => {
      window.removeEventListener('beforeunload', ask)
    }
  }, [items.length])

  return {
    items,
    add: useCallback(
      (files: File[]) => {
        const added = files.map((file) => {
          const kind = kindOf(file)
          return { key: randomKey(), file, kind, url: previewOf(file, kind) }
        })
        store((current) => addAttachments(current, added))
      },
      [store],
    ),
    remove: (item: Attachment) => {
      if (item.url) URL.revokeObjectURL(item.url)
      store((current) => removeAttachment(current, item.key))
    },
    move: (key: string, step: -1 | 1) => {
      store((current) => moveAttachment(current, key, step))
    },
    change: (key: string, changes: Partial<Pick<Attachment, 'kind' | 'caption'>>) => {
      store((current) => changeAttachment(current, key, changes))
    },
    /** Esvazia sem largar as prévias: a bolha que nasce ainda as mostra. */
    take: () => {
      store(() => [])
    },
  }
}

export type Tray = ReturnType<typeof useAttachments>
