/** O que todo envio com formulário confere antes de ir, com os limites da API (api/serializers/mensagens/sending.py). */

export const LIMITS = {
  text: 65_536,
  title: 255,
  buttonText: 100,
  footer: 255,
  sections: 10,
  rows: 50,
  buttons: 10,
  button: 100,
  url: 2048,
  description: 1024,
  cards: 10,
  cardText: 1024,
  cardButtons: 3,
} as const

type Problem = 'required' | 'url' | 'phone' | 'amount'
export type Check = [attr: string, problem: Problem | null]
/** Por campo, com os nomes e os índices com que a API os chama: `sections.0.rows.1.title`. */
export type Problems = ReadonlyMap<string, Problem>

export function found(checks: Check[]): Problems {
  return new Map(checks.filter((check): check is [string, Problem] => check[1] !== null))
}

export const required = (value: string): Problem | null => (value.trim() ? null : 'required')

export const orNull = (text: string): string | null => text.trim() || null

/** Quem escreve «loja.com.br» quis dizer https. */
export function wholeUrl(typed: string): string {
  const text = typed.trim()
  return text === '' || /^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`
}

export function isGoodUrl(typed: string): boolean {
  const url = wholeUrl(typed)
  if (!URL.canParse(url) || /\s/.test(url)) return false
  const { protocol, hostname } = new URL(url)
  return /^https?:$/.test(protocol) && hostname.includes('.')
}

export const urlProblem = (typed: string): Problem | null =>
  typed.trim() ? (isGoodUrl(typed) ? null : 'url') : 'required'
