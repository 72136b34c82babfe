/** Com que tecla o campo de escrever envia, neste navegador. No toque Enter é sempre linha nova. */
import { readLocal, writeLocal } from './storage'

export type SendWith = 'enter' | 'ctrl_enter'

export function readSendWith(): SendWith {
  return readLocal('sendWith') === 'ctrl_enter' ? 'ctrl_enter' : 'enter'
}

export function setSendWith(choice: SendWith): void {
  writeLocal('sendWith', choice === 'enter' ? null : choice)
}

/** As teclas de enviar e de linha nova, como o mapa e as dicas as escrevem. */
export const SEND_KEYS: Record<SendWith, { send: string; newLine: string }> = {
  enter: { send: 'Enter', newLine: 'Shift+Enter' },
  ctrl_enter: { send: 'Ctrl+Enter', newLine: 'Enter' },
}
