import type { Mensagem } from '../model'

/** A bolha otimista e a mensagem confirmada são a mesma linha: o React não a recria. */
const keys = new Map<number, string>()

export function rememberSentKey(messageId: number, key: string): void {
  keys.set(messageId, key)
}

export function sentKeyOf({ id }: Mensagem): string {
  return keys.get(id) ?? String(id)
}
