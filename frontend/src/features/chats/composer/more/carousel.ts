/** O carrossel: o que se escreve em cada cartão, o que falta, e o que vai à API. Puro. */
import type { CarouselCardRequest } from '@/api/generated/types.gen'
import { buttonChecks, buttonDraft, buttonRequest, EMPTY_BUTTON, type ButtonDraft } from './buttons'
import { found, required, urlProblem, wholeUrl, type Check, type Problems } from './checks'
import type { MoreSend } from './more'

export interface CardDraft {
  /** Segue o cartão quando ele muda de lugar, e o foco com ele. */
  key: number
  text: string
  image: string
  buttons: ButtonDraft[]
}

export interface CarouselDraft {
  text: string
  cards: CardDraft[]
}

export function withCard({ cards, ...draft }: CarouselDraft): CarouselDraft {
  const key = Math.max(0, ...cards.map((card) => card.key)) + 1
  return { ...draft, cards: [...cards, { key, text: '', image: '', buttons: [EMPTY_BUTTON] }] }
}

/** O cartão `at` um lugar antes (-1) ou depois (1); nas pontas fica onde está. */
export function moved(cards: readonly CardDraft[], at: number, step: -1 | 1): CardDraft[] {
  const [card, other] = [cards[at], cards[at + step]]
  if (!card || !other) return [...cards]
  return cards.map((one) => (one === card ? other : one === other ? card : one))
}

export function carouselProblems({ text, cards }: CarouselDraft): Problems {
  return found([
    ['text', required(text)],
    ...cards.flatMap((card, at): Check[] => [
      [`cards.${at}.image`, urlProblem(card.image)],
      [`cards.${at}.text`, required(card.text)],
      ...buttonChecks(card.buttons, `cards.${at}.buttons`),
    ]),
  ])
}

export function cardRequests(cards: readonly CardDraft[]): CarouselCardRequest[] {
  return cards.map(({ text, image, buttons }) => ({
    text: text.trim(),
    image: wholeUrl(image),
    buttons: buttons.map(buttonRequest),
  }))
}

export function carouselSend({ text, cards }: CarouselDraft): MoreSend {
  return { type: 'carousel', text: text.trim(), fields: { cards: cardRequests(cards) } }
}

/** Dois cartões vazios, ou o formulário de um envio recusado, como estava. */
export function carouselDraft(send: MoreSend | null): CarouselDraft {
  const cards = send?.fields.cards
  if (!cards) return withCard(withCard({ text: send?.text ?? '', cards: [] }))
  return {
    text: send.text ?? '',
    cards: cards.map(({ text, image, buttons }, at) => ({
      key: at + 1,
      text,
      image,
      buttons: buttons.map(buttonDraft),
    })),
  }
}
