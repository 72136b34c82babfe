/** Os envios que têm campos próprios, num pacote só, pedido quando o primeiro deles abre. */
import { ButtonsDialog } from './buttons-dialog'
import { CarouselDialog } from './carousel-dialog'
import { ContactDialog } from './contact-dialog'
import { LinkDialog } from './link-dialog'
import { ListDialog } from './list-dialog'
import { LocationDialog } from './location-dialog'
import type { MoreDialogProps, MoreKind } from './more'
import { OtpDialog } from './otp-dialog'
import { PixDialog } from './pix-dialog'
import { PollDialog } from './poll-dialog'
import { ScheduleDialog } from './schedule-dialog'

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
    case 'carousel':
      return <CarouselDialog {...props} />
    case 'link':
      return <LinkDialog {...props} />
    case 'pix':
      return <PixDialog {...props} />
    case 'otp':
      return <OtpDialog {...props} />
    case 'schedule':
      return <ScheduleDialog onPick={onSchedule} onClose={props.onClose} />
  }
}
