/**
 * O número de telefone como se escreve, cola ou copia, em qualquer campo. Sem o código do país vale o da instalação;
 * com ele (+, 00, wa.me) o número é desse país e nunca vira um daqui.
 */
import { getCountryCallingCode, parsePhoneNumberFromString } from 'libphonenumber-js/min'
import { homeCountry } from './country'

/** Marcas de direção e espaços de largura zero vêm com o número copiado de um site ou de um contato. */
const INVISIBLE = /[\p{Cf}\u00ad]/gu
const CHAT_LINK = /(?:wa\.me\/|whatsapp\.com\/send\/?\?(?:.*&)?phone=)\+?(\d+)/i
const BRAZIL = '55'
/** DDD e até nove algarismos. */
const LONGEST_IN_BRAZIL = 11

/** O que se escreveu, com o código do país na frente se ele foi dito de alguma forma. */
function plain(typed: string): string {
  const text = typed.replace(INVISIBLE, '').trim()
  const linked = CHAT_LINK.exec(text)?.[1]
  if (linked) return `+${linked}`
  // De uma planilha o número vem como decimal.
  const digits = text
    .replace(/^tel:/i, '')
    .replace(/[.,]0$/, '')
    .replace(/\D/g, '')
  if (text.startsWith('+')) return `+${digits}`
  return digits.startsWith('00') && digits.length > 2 ? `+${digits.slice(2)}` : digits
}

/** «+55 11 98888-0001», também pela metade. */
function inBrazil(national: string): string {
  const area = national.slice(0, 2)
  const number = national.slice(2, LONGEST_IN_BRAZIL)
  const cut = number.length > 8 ? 5 : 4
  const body = number.length > cut ? `${number.slice(0, cut)}-${number.slice(cut)}` : number
  return [`+${BRAZIL}`, area, body].filter(Boolean).join(' ')
}

/** Sem o zero da ligação interurbana, nem o código da operadora que vem depois dele. */
function withoutTrunk(digits: string): string {
  const rest = digits.replace(/^0+/, '')
  return rest.length < digits.length && rest.length > LONGEST_IN_BRAZIL ? rest.slice(2) : rest
}

/** O número como se mostra enquanto se escreve: o do Brasil com as suas divisões, os outros só com o +. */
export function maskPhone(typed: string): string {
  const text = plain(typed)
  if (text === '' || text === '+' || /^0+$/.test(text)) return text
  if (text.startsWith(`+${BRAZIL}`)) {
    const rest = withoutTrunk(text.slice(3))
    // «+55» já estava no campo quando se colou o número inteiro.
    const isTwice = rest.length > LONGEST_IN_BRAZIL && rest.startsWith(BRAZIL)
    const national = isTwice ? rest.slice(2) : rest
    // O que não cabe num número daqui não se corta: cortado, seria o de outra pessoa.
    return national.length > LONGEST_IN_BRAZIL ? `+${BRAZIL}${national}` : inBrazil(national)
  }
  if (text.startsWith('+')) return text
  if (homeCountry() !== 'BR') {
    const number = parsePhoneNumberFromString(text, homeCountry())
    return number?.isPossible() ? number.number : text
  }
  const national = withoutTrunk(text)
  if (national.length <= LONGEST_IN_BRAZIL) return inBrazil(national)
  return national.startsWith(BRAZIL) ? maskPhone(`+${national}`) : national
}

/** Só os dígitos, com o país. */
export function phoneDigits(masked: string): string {
  return masked.replace(/\D/g, '')
}

/** Um número que pode existir no seu país. No Brasil, o de onze algarismos é um celular, e começa com 9. */
export function isWholePhone(masked: string): boolean {
  const number = parsePhoneNumberFromString(masked.startsWith('+') ? masked : `+${masked}`)
  if (!number?.isPossible()) return false
  const national = number.nationalNumber
  if (number.countryCallingCode !== BRAZIL) return true
  return national.length === LONGEST_IN_BRAZIL
    ? /^[1-9]{2}9/.test(national)
    : national.length === 10 && /^[1-9]{2}[2-9]/.test(national)
}

/** Com o que um campo vazio começa: o código do país da instalação. */
export function phoneStart(): string {
  return `+${getCountryCallingCode(homeCountry())} `
}

/** Os dígitos do número inteiro que um texto é, e nada mais além dele; nulo se não é um. */
export function phoneIn(text: string): string | null {
  const isNumber = /^[\d\s()+.,-]+$/.test(
    text.replace(INVISIBLE, '').replace(/[\u2010-\u2015]/g, '-'),
  )
  if (!isNumber && !CHAT_LINK.test(text)) return null
  const masked = maskPhone(text)
  return isWholePhone(masked) ? phoneDigits(masked) : null
}
