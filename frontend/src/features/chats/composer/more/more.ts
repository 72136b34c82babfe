/** O que os envios com campos próprios dividem. Só tipos. */
import type { Chat, Outgoing } from '../../model'

export type MoreKind =
  'location' | 'contact' | 'poll' | 'list' | 'buttons' | 'link' | 'pix' | 'otp' | 'schedule'
export type MoreSend = Pick<Outgoing, 'type' | 'text' | 'fields'>

export interface MoreDialogProps {
  chat: Chat
  /** Um envio recusado, para corrigir; só lista, botões e link o usam. */
  initial: Outgoing | null
  onSend: (send: MoreSend) => void
  onClose: () => void
}
