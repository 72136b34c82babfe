/**
 * O que um ato sobre uma mensagem deixou para mostrar nela: a reação que ainda vai, ou o não do gateway em
 * palavras. Fora do cache: o que o servidor diz não se mistura com o que se espera dele.
 */
import { asApiError } from '@/api/errors'
import { createStore } from '@/lib/store'

export interface ActNote {
  /** A nossa reação enquanto o gateway não responde; '' está tirando. */
  emoji?: string
  /** null: sem rede. */
  error?: string | null
}

const store = createStore<ReadonlyMap<number, ActNote>>(new Map())

export const actNotes: Pick<typeof store, 'get' | 'subscribe'> = store

export function noteOn(messageId: number, note: ActNote | null): void {
  store.set((current) => {
    const next = new Map(current)
    if (note) next.set(messageId, note)
    else next.delete(messageId)
    return next
  })
}

/** As palavras do servidor; null quando foi a rede. */
export function wordsOf(error: unknown): string | null {
  const { isNetwork, errors } = asApiError(error)
  return isNetwork ? null : (errors[0]?.detail ?? null)
}
