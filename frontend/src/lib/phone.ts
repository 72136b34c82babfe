/** O número como se escreve no Brasil, enquanto se escreve; outros países ficam só com o +. */
export function maskPhone(typed: string): string {
  const digits = typed.replace(/\D/g, '').slice(0, 15)
  if (digits === '') return typed.trim().startsWith('+') ? '+' : ''
  if (typed.trim().startsWith('+') && !digits.startsWith('55')) return `+${digits}`
  const local = digits.startsWith('55') && (typed.trim().startsWith('+') || digits.length > 11)
  const rest = local ? digits.slice(2) : digits
  const area = rest.slice(0, 2)
  const number = rest.slice(2)
  const cut = number.length > 8 ? 5 : 4
  const body = number.length > cut ? `${number.slice(0, cut)}-${number.slice(cut)}` : number
  return ['+55', area, body].filter(Boolean).join(' ')
}

/** Só os dígitos, com o país. */
export function phoneDigits(masked: string): string {
  return masked.replace(/\D/g, '')
}

/** Dez a quinze dígitos: o que o WhatsApp aceita como número inteiro. */
export function isWholePhone(masked: string): boolean {
  const digits = phoneDigits(masked)
  return digits.startsWith('55')
    ? digits.length === 12 || digits.length === 13
    : digits.length >= 8 && digits.length <= 15
}
