/** O que se encaminha, e o que não: as mesmas regras do servidor, ditas antes de escolher a conversa. Puro. */
import type { SendType } from '@/api/generated/types.gen'
import type { Mensagem, Outgoing } from '../model'

type Unforwardable = 'revoked' | 'unknown' | 'noFile' | 'viewOnce' | 'noText' | 'noContent'

const FILES: ReadonlySet<string> = new Set([
  'image',
  'video',
  'video_note',
  'audio',
  'voice',
  'document',
  'sticker',
])

/** Null: dá para encaminhar. */
export function whyNotForward(message: Mensagem): Unforwardable | null {
  const { type, media, text } = message
  if (message.revoked_at) return 'revoked'
  if (FILES.has(type)) {
    if (media?.status !== 'ready') return 'noFile'
    return media.view_once ? 'viewOnce' : null
  }
  switch (type) {
    case 'text':
      return text?.trim() || message.link ? null : 'noText'
    case 'button_reply':
    case 'list_reply':
      return text?.trim() ? null : 'noText'
    case 'location':
    case 'live_location':
      return message.location ? null : 'noContent'
    case 'contact':
      return message.contacts.some(({ phones }) => phones.length > 0) ? null : 'noContent'
    case 'poll':
      return (message.poll?.options.length ?? 0) >= 2 ? null : 'noContent'
    case 'list':
      return text && message.choices?.sections?.length ? null : 'noContent'
    case 'buttons':
      return text && message.choices?.buttons?.length ? null : 'noContent'
    case 'otp':
      return message.choices?.code ? null : 'noContent'
    case 'pix':
      return message.choices?.pix_key ? null : 'noContent'
    case 'carousel':
      return text && message.choices?.cards?.length ? null : 'noContent'
    default:
      return 'unknown'
  }
}

const SENT_AS: Partial<Record<Mensagem['type'], SendType>> = {
  live_location: 'location',
  button_reply: 'text',
  list_reply: 'text',
}

/** O recurso do plano de que o envio precisa; uma prévia ou um GIF que o plano não tem vão sem ela. */
export function featureOf(message: Mensagem): string {
  const cards = message.contacts.flatMap(({ phones }) => phones)
  return message.type === 'contact' && cards.length > 1 ? 'contacts' : message.type
}

/** A bolha do que se encaminha: o conteúdo o servidor já tem, e só a referência vai. */
export function forwardEntry(message: Mensagem): Pick<Outgoing, 'type' | 'text' | 'fields'> {
  return {
    type: SENT_AS[message.type] ?? (message.type as SendType),
    text: message.text ?? message.link?.url ?? null,
    fields: {
      forward_of: message.id,
      ...(message.media?.file_name ? { file_name: message.media.file_name } : {}),
      ...(message.location?.name ? { name: message.location.name } : {}),
    },
  }
}
