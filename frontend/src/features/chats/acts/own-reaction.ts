import type { Mensagem } from '../model'

/** A nossa reação a uma mensagem, com que número quer que a tenhamos feito. */
export function ownReaction(message: Mensagem): string | null {
  return message.reactions.find(({ from_me: isOurs }) => isOurs)?.emoji ?? null
}
