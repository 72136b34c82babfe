/** Os botões de uma mensagem ou de um cartão: o que se escreve, o que falta, e o que vai à API. Puro. */
import type { ButtonRequest } from '@/api/generated/types.gen'
import { isWholePhone, maskPhone, phoneDigits } from '@/lib/phone'
import { found, isGoodUrl, required, wholeUrl, type Check, type Problems } from './checks'
import type { MoreSend } from './more'

export interface ButtonDraft {
  type: ButtonRequest['type']
  text: string
  value: string
}

export interface ButtonsDraft {
  text: string
  buttons: ButtonDraft[]
}

export const EMPTY_BUTTON: ButtonDraft = { type: 'reply', text: '', value: '' }

/** `attr` é onde eles moram na API: `buttons`, `cards.0.buttons`. */
export function buttonChecks(buttons: readonly ButtonDraft[], attr: string): Check[] {
  return buttons.flatMap((button, at): Check[] => [
    [`${attr}.${at}.text`, required(button.text)],
    [`${attr}.${at}.value`, valueProblem(button)],
  ])
}

function valueProblem({ type, value }: ButtonDraft): Check[1] {
  if (type === 'reply') return null
  if (!value.trim()) return 'required'
  if (type === 'url') return isGoodUrl(value) ? null : 'url'
  return isWholePhone(value) ? null : 'phone'
}

export function buttonProblems({ text, buttons }: ButtonsDraft): Problems {
  return found([['text', required(text)], ...buttonChecks(buttons, 'buttons')])
}

export function buttonRequest({ type, text, value }: ButtonDraft): ButtonRequest {
  return {
    type,
    text: text.trim(),
    value: type === 'reply' ? null : type === 'url' ? wholeUrl(value) : phoneDigits(value),
  }
}

export function buttonDraft({ type, text, value }: ButtonRequest): ButtonDraft {
  return { type, text, value: type === 'call' ? maskPhone(`+${value ?? ''}`) : (value ?? '') }
}

export function buttonsSend({ text, buttons }: ButtonsDraft): MoreSend {
  return { type: 'buttons', text: text.trim(), fields: { buttons: buttons.map(buttonRequest) } }
}

/** O formulário de um envio recusado, como estava. */
export function buttonsDraft(send: MoreSend | null): ButtonsDraft {
  return {
    text: send?.text ?? '',
    buttons: send?.fields.buttons?.map(buttonDraft) ?? [EMPTY_BUTTON],
  }
}
