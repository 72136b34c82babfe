import { fireEvent, screen, waitFor } from '@testing-library/react'
import { beforeEach, expect, it } from 'vitest'
import { activityStore } from '@/lib/toast'
import { aChat } from '@/test/chats'
import { aMessage } from '@/test/messages'
import { renderScreen } from '@/test/screen'
import { MessageMenu } from './message-menu'
import { ThreadContext, type ThreadActions } from '../scope'
import { ThreadHeader } from './thread-header'

beforeEach(() => {
  activityStore.set([])
  // Como em http puro, o jsdom não tem área de transferência.
  expect(navigator).not.toHaveProperty('clipboard')
})

async function expectRefusal() {
  await waitFor(() => {
    expect(activityStore.get()).toMatchObject([
      { tone: 'error', text: 'O navegador não deixou copiar.' },
    ])
  })
}

it("says that the chat's link could not be copied", async () => {
  const nothing = () => undefined
  renderScreen(
    <ThreadHeader
      chat={aChat()}
      backTo="/"
      showsBack={false}
      areDetailsOpen={false}
      onToggleDetails={nothing}
    />,
  )
  fireEvent.click(screen.getByRole('button', { name: 'Ações da conversa' }))
  fireEvent.click(await screen.findByText('Copiar link da conversa'))
  await expectRefusal()
})

it("says that a message's text could not be copied", async () => {
  const scope = {
    chat: aChat(),
    actions: {} as ThreadActions,
    isManager: false,
    ownPhone: null,
    lacks: () => null,
  }
  renderScreen(
    <ThreadContext value={scope}>
      <MessageMenu message={aMessage()} anchor={new DOMRect()} onClose={() => undefined} />
    </ThreadContext>,
  )
  fireEvent.click(await screen.findByText('Copiar texto'))
  await expectRefusal()
})
