import { fireEvent, screen } from '@testing-library/react'
import { expect, it, onTestFinished } from 'vitest'
import { closeNewChat, newChatStore } from '@/lib/new-chat'
import { renderScreen } from '@/test/screen'
import { CardActs } from './card-acts'

it('starts the conversation over the page one is on, with the number of the card', () => {
  onTestFinished(closeNewChat)
  renderScreen(<CardActs instance={7} phone="5511900000002" name="Ana" />)

  fireEvent.click(screen.getByRole('button', { name: 'Conversar: Ana' }))

  expect(newChatStore.get()).toEqual({ kind: 'chat', phone: '+55 11 90000-0002', instance: 7 })
})
