import type { Mensagem } from '../model'

/** A nossa reação a uma mensagem: a API a assina com o número da instância. */
export function ownReaction(message: Mensagem, ownPhone: string | null): string | null {
  if (ownPhone === null) return null
  return message.reactions.find(({ sender_id }) => sender_id === ownPhone)?.emoji ?? null
}
