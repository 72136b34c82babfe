import { randomKey } from '@/lib/random-key'
import type { Chat, Outgoing } from '../model'
import { takesCaption } from './attachments'
import type { MoreSend } from './more/more'
import { discard, enqueue } from './outgoing'
import type { useAttachments } from './use-attachments'
import type { useDraft } from './use-draft'

interface Written extends ReturnType<typeof useDraft> {
  chat: Chat
  tray: ReturnType<typeof useAttachments>
}

/** O que sai do campo: o texto, os arquivos da bandeja, ou um envio com formulário. */
export function useSending({ chat, draft, changeDraft, clearDraft, currentDraft, tray }: Written) {
  const unquote = { replyTo: null, quoted: null }

  /** A citação vai com o primeiro; a legenda da dona do rascunho é o texto do campo. */
  function sendFiles(sendAt: string | null) {
    tray.items.forEach(({ key, file, kind, url, caption, isDraft }, index) => {
      const text = takesCaption(kind) ? (isDraft ? draft.text : caption).trim() : ''
      enqueue({
        key,
        chat: chat.id,
        type: kind,
        text: text || null,
        fields: { file_name: file.name.slice(-255), ...(sendAt ? { send_at: sendAt } : {}) },
        file: { file, url },
        replyTo: index === 0 ? draft.replyTo : null,
        quoted: index === 0 ? draft.quoted : null,
      })
    })
    tray.take()
  }

  return {
    /** O que está escrito ou anexado; falso se já não há o que mandar. */
    send: (sendAt: string | null): boolean => {
      const hasFiles = tray.items.length > 0
      if (!hasFiles && currentDraft().text.trim() === '') return false
      const isDraftLeft = hasFiles && !tray.items.some(({ isDraft }) => isDraft)
      if (hasFiles) sendFiles(sendAt)
      else
        enqueue({
          // Nasce com o envio: duas abas com o mesmo rascunho são dois envios.
          key: randomKey(),
          chat: chat.id,
          text: draft.text.trim(),
          fields: sendAt ? { send_at: sendAt } : {},
          replyTo: draft.replyTo,
          quoted: draft.quoted,
          replaces: draft.replaces,
        })
      if (isDraftLeft) changeDraft(unquote)
      else clearDraft()
      return true
    },
    /** Voz, lugar, cartão, enquete: saem com a citação, e o texto do campo fica onde está. */
    sendApart: (apart: MoreSend, key: string, file?: File) => {
      enqueue({
        ...apart,
        key,
        chat: chat.id,
        replyTo: draft.replyTo,
        quoted: draft.quoted,
        ...(file ? { file: { file, url: null } } : {}),
      })
      changeDraft(unquote)
    },
    /** O corrigido toma o lugar do recusado, com a mesma citação. */
    resend: ({ key, replyTo, quoted }: Outgoing, apart: MoreSend) => {
      discard(key)
      enqueue({ ...apart, key: randomKey(), chat: chat.id, replyTo, quoted })
    },
  }
}
