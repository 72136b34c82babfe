/** Os campos próprios de um tipo (`content`), lidos com cuidado: a API os dá como objeto solto. Puro. */
import type { Mensagem } from '../model'

export type Content = Record<string, unknown>

export function words(content: Content | null, name: string): string | null {
  const value = content?.[name]
  return typeof value === 'string' && value !== '' ? value : null
}

export function count(content: Content | null, name: string): number | null {
  const value = content?.[name]
  return typeof value === 'number' ? value : null
}

export function list(content: Content | null, name: string): Content[] {
  const value = content?.[name]
  return Array.isArray(value) ? (value as Content[]) : []
}

/** «R$ 45,90»; a moeda que o navegador não conhece vai como veio. */
export function money(content: Content | null, language: string): string | null {
  const amount = words(content, 'amount')
  if (amount === null) return null
  const currency = words(content, 'currency')
  const value = Number(amount)
  if (!Number.isFinite(value)) return amount
  try {
    return new Intl.NumberFormat(
      language,
      currency ? { style: 'currency', currency } : { minimumFractionDigits: 2 },
    ).format(value)
  } catch {
    return `${currency ?? ''} ${amount}`.trim()
  }
}

/** Só http(s): o endereço veio de fora. */
export function safeUrl(value: string | null): string | null {
  return value !== null && /^https?:\/\//i.test(value) ? value : null
}

/** O que nomeia o conteúdo, para a frase falada. */
export function contentWords({ content }: Pick<Mensagem, 'content'>): string[] {
  const named = words(content, 'title') ?? words(content, 'name') ?? words(content, 'merchant_name')
  const answers = list(content, 'answers').map(
    (one) => `${words(one, 'name') ?? ''} ${words(one, 'value') ?? ''}`,
  )
  return [
    ...(named ? [named] : []),
    ...(words(content, 'amount') ? [words(content, 'amount') ?? ''] : []),
    ...answers,
  ]
}
