/** Os atos que pedem uma decisão, num pacote só, pedido quando o primeiro deles abre. */
import type { Mensagem } from '../model'
import { EditDialog } from './edit-dialog'
import { ForwardDialog } from './forward-dialog'
import { QueueDialog } from './queue-dialog'
import { ReactDialog } from './react-dialog'
import { RestartDialog } from './restart-dialog'
import { RevokeDialog } from './revoke-dialog'

export type ActKind = 'react' | 'edit' | 'revoke' | 'forward' | 'queue' | 'restart'

export interface ActDialogProps {
  message: Mensagem
  onClose: () => void
}

const DIALOGS = {
  react: ReactDialog,
  edit: EditDialog,
  revoke: RevokeDialog,
  forward: ForwardDialog,
  queue: QueueDialog,
  restart: RestartDialog,
}

export function ActDialogs({ kind, ...props }: ActDialogProps & { kind: ActKind }) {
  const Chosen = DIALOGS[kind]
  return <Chosen {...props} />
}
