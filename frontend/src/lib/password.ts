/** Força por tamanho e variedade; tamanho vale mais. 0 vazia … 4 forte. */
export type Strength = 0 | 1 | 2 | 3 | 4

const COMMON = /^(?:senha|password|123|qwerty|abc|admin|multichat)/i

export function strengthOf(password: string): Strength {
  if (password === '') return 0
  const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\p{N}/u, /[^\p{L}\p{N}]/u].filter((kind) =>
    kind.test(password),
  ).length
  const distinct = new Set(password).size
  const points = distinct * 4 + kinds * 6 + Math.min(password.length, 24)
  if (password.length < 8 || distinct < 5 || COMMON.test(password)) return 1
  if (points < 58) return 2
  return points < 84 ? 3 : 4
}

const LETTERS = 'abcdefghijkmnpqrstuvwxyz'
const OTHERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'

/** Quatro grupos de quatro, sem letras que se confundem: boa de ditar. */
export function makePassword(): string {
  const all = LETTERS + OTHERS
  const bytes = crypto.getRandomValues(new Uint32Array(16))
  const chars = [...bytes].map((byte) => all[byte % all.length] ?? 'x')
  return [0, 4, 8, 12].map((start) => chars.slice(start, start + 4).join('')).join('-')
}
