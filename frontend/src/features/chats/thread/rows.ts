/** Da janela de mensagens às linhas da tela: separadores de dia, divisor de não lidas e grupos. */
import type { SendType } from '@/api/generated/types.gen'
import { dayKey } from '@/lib/format'
import type { Outgoing } from '../composer/outgoing'
import type { Mensagem } from '../model'

const GROUP_MS = 5 * 60_000

export type ThreadRow =
  | { kind: 'day'; key: string; iso: string }
  | { kind: 'unread'; key: string }
  | { kind: 'outgoing'; key: string; entry: Outgoing }
  | { kind: 'message'; key: string; message: Mensagem; startsGroup: boolean; endsGroup: boolean }

function isSameGroup(a: Mensagem | undefined, b: Mensagem | undefined): boolean {
  if (!a || !b) return false
  if (a.direction !== b.direction || a.sender_id !== b.sender_id) return false
  if (a.author?.id !== b.author?.id || a.origin !== b.origin) return false
  if (dayKey(a.sent_at) !== dayKey(b.sent_at)) return false
  return new Date(b.sent_at).getTime() - new Date(a.sent_at).getTime() < GROUP_MS
}

export function rowsOf(
  messages: Mensagem[],
  firstUnreadId: number | null,
  keyOf: (message: Mensagem) => string = ({ id }) => String(id),
): ThreadRow[] {
  const rows: ThreadRow[] = []
  messages.forEach((message, index) => {
    const previous = messages[index - 1]
    const next = messages[index + 1]
    if (!previous || dayKey(previous.sent_at) !== dayKey(message.sent_at)) {
      rows.push({ kind: 'day', key: `day-${dayKey(message.sent_at)}`, iso: message.sent_at })
    }
    const isFirstUnread = message.id === firstUnreadId
    if (isFirstUnread) rows.push({ kind: 'unread', key: 'unread' })
    rows.push({
      kind: 'message',
      key: keyOf(message),
      message,
      startsGroup: isFirstUnread || !isSameGroup(previous, message),
      endsGroup: next?.id === firstUnreadId || !isSameGroup(message, next),
    })
  })
  return rows
}

/** O tipo que a mensagem terá: gif vira vídeo, link vira texto. */
const SHOWN_AS: Partial<Record<SendType, SendType>> = { gif: 'video', link: 'text' }

/**
 * O que ainda espera o 201, menos o que o fluxo já trouxe: a mensagem pode chegar por ele antes da
 * resposta do envio, e duas bolhas iguais pareceriam dois envios. Cada mensagem responde por um envio só:
 * três fotos sem legenda são três.
 */
export function outgoingRows(
  entries: Outgoing[],
  messages: Mensagem[],
  userId: number,
  keyOf: (message: Mensagem) => string = ({ id }) => String(id),
): ThreadRow[] {
  const taken = new Set<number>()
  return entries
    .filter((entry) => {
      const type = SHOWN_AS[entry.type] ?? entry.type
      const found = messages.find((message) => {
        const key = keyOf(message)
        if (key === entry.key) return true
        return (
          key === String(message.id) &&
          !taken.has(message.id) &&
          message.direction === 'out' &&
          message.author?.id === userId &&
          message.type === type &&
          message.text === entry.text &&
          message.created_at >= entry.createdAt
        )
      })
      if (found) taken.add(found.id)
      return !found
    })
    .map((entry) => ({ kind: 'outgoing', key: entry.key, entry }))
}
