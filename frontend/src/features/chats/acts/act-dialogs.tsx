/** Os atos que pedem uma decisão, num pacote só, pedido quando o primeiro deles abre. */
import type { ActDialogProps, ActKind } from '../model'
import { EditDialog } from './edit-dialog'
import { ForwardDialog } from './forward-dialog'
import { QueueDialog } from './queue-dialog'
import { ReactDialog } from './react-dialog'
import { RestartDialog } from './restart-dialog'
import { RevokeDialog } from './revoke-dialog'

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
