/** Lista, botões e link: o que se escreve no formulário, o que falta, e o que vai à API. Puro. */
import type { ButtonRequest, ListSectionRequest } from '@/api/generated/types.gen'
import { isWholePhone, maskPhone, phoneDigits } from '@/lib/phone'
import type { MoreSend } from './more'

/** Os da API (api/serializers/sending.py). */
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
} as const

type Problem = 'required' | 'url' | 'phone' | 'amount'
/** Por campo, com os nomes e os índices com que a API os chama: `sections.0.rows.1.title`. */
export type Problems = ReadonlyMap<string, Problem>

interface RowDraft {
  title: string
  description: string
}

export interface SectionDraft {
  title: string
  rows: RowDraft[]
}

export interface ListDraft {
  title: string
  text: string
  buttonText: string
  footer: string
  sections: SectionDraft[]
}

export interface ButtonDraft {
  type: ButtonRequest['type']
  text: string
  value: string
}

interface ButtonsDraft {
  text: string
  buttons: ButtonDraft[]
}

export interface LinkDraft {
  url: string
  text: string
  title: string
  description: string
}

export const EMPTY_ROW: RowDraft = { title: '', description: '' }
export const EMPTY_BUTTON: ButtonDraft = { type: 'reply', text: '', value: '' }

/** Quem escreve «loja.com.br» quis dizer https. */
function wholeUrl(typed: string): string {
  const text = typed.trim()
  return text === '' || /^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`
}

export function isGoodUrl(typed: string): boolean {
  const url = wholeUrl(typed)
  if (!URL.canParse(url) || /\s/.test(url)) return false
  const { protocol, hostname } = new URL(url)
  return /^https?:$/.test(protocol) && hostname.includes('.')
}

function found(checks: [attr: string, problem: Problem | null][]): Problems {
  return new Map(checks.filter((check): check is [string, Problem] => check[1] !== null))
}

const required = (value: string): Problem | null => (value.trim() ? null : 'required')

export function listProblems(draft: ListDraft): Problems {
  return found([
    ['text', required(draft.text)],
    ['button_text', required(draft.buttonText)],
    ...draft.sections.flatMap(({ rows }, at) =>
      rows.map(({ title }, index): [string, Problem | null] => [
        `sections.${at}.rows.${index}.title`,
        required(title),
      ]),
    ),
  ])
}

export function buttonProblems({ text, buttons }: ButtonsDraft): Problems {
  return found([
    ['text', required(text)],
    ...buttons.flatMap((button, at): [string, Problem | null][] => [
      [`buttons.${at}.text`, required(button.text)],
      [`buttons.${at}.value`, valueProblem(button)],
    ]),
  ])
}

function valueProblem({ type, value }: ButtonDraft): Problem | null {
  if (type === 'reply') return null
  if (!value.trim()) return 'required'
  if (type === 'url') return isGoodUrl(value) ? null : 'url'
  return isWholePhone(value) ? null : 'phone'
}

export function linkProblems({ url }: LinkDraft): Problems {
  return found([['url', url.trim() ? (isGoodUrl(url) ? null : 'url') : 'required']])
}

const orNull = (text: string): string | null => text.trim() || null

export function listSend({ title, text, buttonText, footer, sections }: ListDraft): MoreSend {
  return {
    type: 'list',
    text: text.trim(),
    fields: {
      title: orNull(title),
      button_text: buttonText.trim(),
      footer: orNull(footer),
      sections: sections.map((section, at) => ({
        title: orNull(section.title),
        // O id volta na resposta do contato; a posição basta para saber qual foi.
        rows: section.rows.map((row, index) => ({
          id: `${at + 1}.${index + 1}`,
          title: row.title.trim(),
          description: orNull(row.description),
        })),
      })),
    },
  }
}

export function buttonsSend({ text, buttons }: ButtonsDraft): MoreSend {
  return {
    type: 'buttons',
    text: text.trim(),
    fields: {
      buttons: buttons.map(({ type, text: label, value }) => ({
        type,
        text: label.trim(),
        value: type === 'reply' ? null : type === 'url' ? wholeUrl(value) : phoneDigits(value),
      })),
    },
  }
}

export function linkSend({ url, text, title, description }: LinkDraft): MoreSend {
  return {
    type: 'link',
    text: orNull(text),
    fields: { url: wholeUrl(url), title: orNull(title), description: orNull(description) },
  }
}

/** O formulário de um envio recusado, como estava. */
export function listDraft(send: MoreSend | null): ListDraft {
  const fields = send?.fields
  return {
    title: fields?.title ?? '',
    text: send?.text ?? '',
    buttonText: fields?.button_text ?? '',
    footer: fields?.footer ?? '',
    sections: fields?.sections?.map(sectionDraft) ?? [{ title: '', rows: [EMPTY_ROW, EMPTY_ROW] }],
  }
}

function sectionDraft({ title, rows }: ListSectionRequest): SectionDraft {
  return {
    title: title ?? '',
    rows: rows.map((row) => ({ title: row.title, description: row.description ?? '' })),
  }
}

export function buttonsDraft(send: MoreSend | null): ButtonsDraft {
  return {
    text: send?.text ?? '',
    buttons: send?.fields.buttons?.map(({ type, text, value }) => ({
      type,
      text,
      value: type === 'call' ? maskPhone(`+${value ?? ''}`) : (value ?? ''),
    })) ?? [EMPTY_BUTTON],
  }
}

export function linkDraft(send: MoreSend | null): LinkDraft {
  const fields = send?.fields
  return {
    url: fields?.url ?? '',
    text: send?.text ?? '',
    title: fields?.title ?? '',
    description: fields?.description ?? '',
  }
}
