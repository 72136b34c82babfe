/** O que os envios com campos próprios dividem. Só tipos. */
import type { Chat, Outgoing } from '../../model'

export type MoreKind =
  | 'location'
  | 'contact'
  | 'poll'
  | 'list'
  | 'buttons'
  | 'carousel'
  | 'link'
  | 'pix'
  | 'otp'
  | 'schedule'
export type MoreSend = Pick<Outgoing, 'type' | 'text' | 'fields'>

export interface MoreDialogProps {
  chat: Chat
  /** Um envio recusado, para corrigir; lugar, contato e enquete não o usam. */
  initial: Outgoing | null
  onSend: (send: MoreSend) => void
  onClose: () => void
}
