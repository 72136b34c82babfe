/** Lista e link: o que se escreve no formulário, o que falta, e o que vai à API. Puro. */
import type { ListSectionRequest } from '@/api/generated/types.gen'
import { found, orNull, required, urlProblem, wholeUrl, type Check, type Problems } from './checks'
import type { MoreSend } from './more'

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

export interface LinkDraft {
  url: string
  text: string
  title: string
  description: string
}

export const EMPTY_ROW: RowDraft = { title: '', description: '' }

export function listProblems(draft: ListDraft): Problems {
  return found([
    ['text', required(draft.text)],
    ['button_text', required(draft.buttonText)],
    ...draft.sections.flatMap(({ rows }, at) =>
      rows.map(({ title }, index): Check => [
        `sections.${at}.rows.${index}.title`,
        required(title),
      ]),
    ),
  ])
}

export function linkProblems({ url }: LinkDraft): Problems {
  return found([['url', urlProblem(url)]])
}

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

export function linkDraft(send: MoreSend | null): LinkDraft {
  const fields = send?.fields
  return {
    url: fields?.url ?? '',
    text: send?.text ?? '',
    title: fields?.title ?? '',
    description: fields?.description ?? '',
  }
}
