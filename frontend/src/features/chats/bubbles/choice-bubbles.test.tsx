import { screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { aChat } from '@/test/chats'
import { aMessage } from '@/test/messages'
import { renderScreen } from '@/test/screen'
import type { Mensagem } from '../model'
import { ThreadContext, type ThreadActions } from '../scope'
import { Bubble } from './bubble'

function show(changes: Partial<Mensagem>) {
  const actions = {} as unknown as ThreadActions
  const scope = { chat: aChat(), actions, isManager: false, lacks: () => null }
  renderScreen(
    <ThreadContext value={scope}>
      <Bubble message={aMessage({ direction: 'out', ...changes })} startsGroup />
    </ThreadContext>,
  )
}

it('shows each card of a carousel once, with its picture and buttons', () => {
  const button = { type: 'url', text: 'Ver', value: 'https://loja.com.br/mensal' }
  const card = { text: 'Mensal', image: 'https://loja.com.br/a.png', buttons: [button] }
  show({ type: 'carousel', text: 'Planos', choices: { cards: [card] } })

  expect(screen.getAllByText('Mensal')).toHaveLength(1)
  expect(screen.getByRole('link', { name: 'Ver imagem' })).toHaveAttribute('href', card.image)
  expect(screen.getByRole('link', { name: 'Ver' })).toHaveAttribute('href', button.value)
})

it('says of a code that its button is a button, and not that of a list', () => {
  show({ type: 'otp', text: 'Seu código', choices: { code: '1234', button_text: 'Copiar' } })

  expect(screen.getByText('Botão: «Copiar»')).toBeVisible()
})

it('says of a poll without votes that nobody has voted', () => {
  const results = ['Sim', 'Não'].map((text) => ({ text, votes: 0, voters: [] }))
  const poll = {
    question: 'Vem?',
    options: ['Sim', 'Não'],
    max_choices: 1,
    results,
    voters_count: 0,
  }
  show({ type: 'poll', text: 'Vem?', poll })

  expect(screen.getByText('Ninguém votou ainda')).toBeVisible()
})
