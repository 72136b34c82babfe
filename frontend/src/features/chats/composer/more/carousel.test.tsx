import { fireEvent, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import { aChat } from '@/test/chats'
import { renderScreen } from '@/test/screen'
import { carouselDraft, carouselProblems, carouselSend, moved, withCard } from './carousel'
import { CarouselDialog } from './carousel-dialog'
import type { MoreSend } from './more'

const plans: MoreSend = {
  type: 'carousel',
  text: 'Planos',
  fields: {
    cards: [
      {
        text: 'Mensal',
        image: 'https://loja.com.br/a.png',
        buttons: [{ type: 'reply', text: 'Quero', value: null }],
      },
      {
        text: 'Anual',
        image: 'https://loja.com.br/b.png',
        buttons: [{ type: 'url', text: 'Ver', value: 'https://loja.com.br' }],
      },
    ],
  },
}

describe('a carousel', () => {
  it('opens again as it was sent', () => {
    expect(carouselSend(carouselDraft(plans))).toEqual(plans)
  })

  it('names what is missing as the API does', () => {
    expect([...carouselProblems(withCard({ text: '', cards: [] }))]).toEqual([
      ['text', 'required'],
      ['cards.0.image', 'required'],
      ['cards.0.text', 'required'],
      ['cards.0.buttons.0.text', 'required'],
    ])
  })

  it('keeps every card where it is when one at an edge is moved outwards', () => {
    const { cards } = carouselDraft(plans)
    expect(moved(cards, 0, -1)).toEqual(cards)
    expect(moved(cards, 1, 1)).toEqual(cards)
  })
})

function setUp() {
  const onSend = vi.fn()
  const initial = {
    ...plans,
    key: 'k',
    chat: 1,
    replyTo: null,
    quoted: null,
    createdAt: '2026-11-29T12:00:00Z',
    state: 'refused' as const,
    error: null,
  }
  renderScreen(
    <CarouselDialog chat={aChat()} initial={initial} onSend={onSend} onClose={() => undefined} />,
  )
  return onSend
}

describe('its dialog', () => {
  it('moves a card by keyboard, says where it went, and the focus goes with it', async () => {
    const onSend = setUp()
    screen.getByRole('button', { name: 'Mover o cartão 2 para antes' }).focus()

    await userEvent.keyboard('{Enter}')

    expect(screen.getByRole('status')).toHaveTextContent('Agora é o cartão 1 de 2.')
    expect(screen.getByRole('button', { name: 'Mover o cartão 1 para depois' })).toHaveFocus()
    fireEvent.click(screen.getByRole('button', { name: 'Enviar' }))
    expect(onSend).toHaveBeenCalledWith({
      ...plans,
      fields: { cards: [...(plans.fields.cards ?? [])].reverse() },
    })
  })

  it('shows what is written as the bubble will, and says when no more fits', async () => {
    setUp()
    const preview = screen.getByRole('region', { name: 'Como fica' })
    expect(within(preview).getByRole('link', { name: 'Ver' })).toHaveAttribute(
      'href',
      'https://loja.com.br',
    )
    for (let cards = 2; cards < 10; cards += 1)
      await userEvent.click(screen.getByRole('button', { name: 'Mais um cartão' }))
    expect(screen.getByText('Um carrossel leva até 10 cartões.')).toBeVisible()
    expect(screen.queryByRole('button', { name: 'Mais um cartão' })).toBeNull()
  })
})
