import type { TFunction } from 'i18next'
import type { Mensagem } from '../model'

const REASONS = ['instance_disconnected', 'gateway_unreachable', 'not_on_whatsapp'] as const
/** Recusas em que `error` são palavras do gateway, na língua dele. */
const ITS_WORDS: readonly (string | null)[] = ['refused', 'unauthorized']

type Sent = Pick<Mensagem, 'status' | 'error' | 'error_code'>

/** Por que não saiu, ou por que não se sabe; as palavras do gateway, como dele. */
export function failureWords(t: TFunction, { status, error, error_code: code }: Sent): string {
  const reason = error?.replace(/[.\s]+$/, '')
  if (status === 'unknown')
    return reason ? t('outcome.unknownBecause', { reason }) : t('outcome.unknown')
  const known = REASONS.find((name) => name === code)
  if (known) return t('outcome.failedBecause', { reason: t(`outcome.reason.${known}`) })
  if (!reason) return t('outcome.failed')
  return t(ITS_WORDS.includes(code) ? 'outcome.gatewaySaid' : 'outcome.failedBecause', { reason })
}
