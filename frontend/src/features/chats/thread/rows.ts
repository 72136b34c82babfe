/** Da janela de mensagens às linhas da tela: separadores de dia, divisor de não lidas e grupos. */
import type { Downtime, SendType } from '@/api/generated/types.gen'
import { dayKey } from '@/lib/format'
import { isDiscarded, type Mensagem, type Outgoing } from '../model'

const GROUP_MS = 5 * 60_000

/** Uma queda: o que se sabe dela na conversa. */
export type Gap = Pick<Downtime, 'start' | 'end' | 'ours'>

export type ThreadRow =
  | { kind: 'gap'; key: string; gap: Gap }
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
  const shown = messages.filter((message) => !isDiscarded(message))
  shown.forEach((message, index) => {
    const previous = shown[index - 1]
    const next = shown[index + 1]
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

/**
 * Os buracos entram antes da primeira mensagem depois deles. Só os que caem no que está na mão: um de antes
 * da janela não se mostra, e um de depois da última só se a janela vai até agora.
 */
export function withGaps(rows: ThreadRow[], gaps: Gap[], isLatest: boolean): ThreadRow[] {
  const first = rows.find((row) => row.kind === 'message')
  if (!first) return rows
  const waiting = gaps
    .filter(({ end }) => end === null || end > first.message.sent_at)
    .sort((a, b) => (a.start < b.start ? -1 : 1))
  const result: ThreadRow[] = []
  const put = (gap: Gap) => result.push({ kind: 'gap', key: `gap-${gap.start}`, gap })
  for (const row of rows) {
    while (row.kind === 'message' || row.kind === 'day') {
      const next = waiting[0]
      const at = row.kind === 'message' ? row.message.sent_at : row.iso
      if (!next || next.end === null || next.end > at || row === rows[0]) break
      waiting.shift()
      put(next)
    }
    result.push(row)
  }
  if (isLatest) waiting.forEach(put)
  return result
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
