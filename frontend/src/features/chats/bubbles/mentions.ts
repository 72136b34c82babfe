/** As menções como nomes: o WhatsApp escreve `@` e os dígitos do endereço. Puro. */
import type { Mensagem } from '../model'

type Mentions = Mensagem['mentions']

const MENTION = /@(\d{5,20})/g

/** De cada trecho, o texto a mostrar e se é uma menção. */
export function splitMentions(
  text: string,
  mentions: Mentions,
): { text: string; isMention: boolean }[] {
  const names = namesOf(mentions)
  const parts: { text: string; isMention: boolean }[] = []
  let from = 0
  for (const match of text.matchAll(MENTION)) {
    const name = names.get(match[1] ?? '')
    if (name === undefined) continue
    if (match.index > from) parts.push({ text: text.slice(from, match.index), isMention: false })
    parts.push({ text: `@${name}`, isMention: true })
    from = match.index + match[0].length
  }
  if (from < text.length) parts.push({ text: text.slice(from), isMention: false })
  return parts
}

/** O texto inteiro com os nomes. */
export function withNames(text: string, mentions: Mentions): string {
  if (mentions.length === 0) return text
  return splitMentions(text, mentions)
    .map((part) => part.text)
    .join('')
}

function namesOf(mentions: Mentions): Map<string, string> {
  const names = new Map<string, string>()
  for (const { address, name } of mentions) {
    if (name) names.set(address.split('@')[0] ?? '', name)
  }
  return names
}
