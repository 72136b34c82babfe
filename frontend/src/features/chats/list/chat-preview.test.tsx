import { screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { aChat } from '@/test/chats'
import { renderScreen } from '@/test/screen'
import { ChatPreview } from './chat-preview'

it('diz que o envio foi cancelado, e não que falhou', () => {
  const last = {
    id: 1,
    direction: 'out',
    origin: 'api',
    type: 'text',
    text: 'Oi',
    status: 'failed',
    sender_name: null,
    seconds: null,
    revoked: false,
  } as const
  const chat = aChat({ last_message: { ...last, error_code: 'cancelled' } })

  renderScreen(<ChatPreview chat={chat} draft={null} isTyping={false} />)

  expect(screen.getByRole('img').getAttribute('aria-label')).toBe('Envio cancelado')
})
