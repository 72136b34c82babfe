/** Os envios que têm campos próprios, num pacote só, pedido quando o primeiro deles abre. */
import type { Chat } from '../../model'
import type { Outgoing } from '../outgoing'
import { ButtonsDialog } from './buttons-dialog'
import { ContactDialog } from './contact-dialog'
import { LinkDialog } from './link-dialog'
import { ListDialog } from './list-dialog'
import { LocationDialog } from './location-dialog'
import { PollDialog } from './poll-dialog'
import { ScheduleDialog } from './schedule-dialog'

export type MoreKind = 'location' | 'contact' | 'poll' | 'list' | 'buttons' | 'link' | 'schedule'
export type MoreSend = Pick<Outgoing, 'type' | 'text' | 'fields'>

export interface MoreDialogProps {
  chat: Chat
  /** Um envio recusado, para corrigir; só lista, botões e link o usam. */
  initial: Outgoing | null
  onSend: (send: MoreSend) => void
  onClose: () => void
}

interface MoreDialogsProps extends MoreDialogProps {
  kind: MoreKind
  onSchedule: (sendAt: string) => void
}

export function MoreDialogs({ kind, onSchedule, ...props }: MoreDialogsProps) {
  switch (kind) {
    case 'location':
      return <LocationDialog {...props} />
    case 'contact':
      return <ContactDialog {...props} />
    case 'poll':
      return <PollDialog {...props} />
    case 'list':
      return <ListDialog {...props} />
    case 'buttons':
      return <ButtonsDialog {...props} />
    case 'link':
      return <LinkDialog {...props} />
    case 'schedule':
      return <ScheduleDialog onPick={onSchedule} onClose={props.onClose} />
  }
}
