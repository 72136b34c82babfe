import { fireEvent, screen, waitFor } from '@testing-library/react'
import { http as route, HttpResponse } from 'msw'
import { expect, it, onTestFinished, vi } from 'vitest'
import { key } from '@/lib/key'
import { refreshSession } from '@/api/session'
import { activityStore } from '@/lib/toast'
import { AuthProvider } from '@/contexts/auth-context'
import { ThemeProvider } from '@/contexts/theme-context'
import { aChat } from '@/test/chats'
import { renderScreen } from '@/test/screen'
import { aToken, aUser, server } from '@/test/server'
import { useActions } from './use-actions'

function Actions() {
  return useActions().map(({ id, title, run }) => (
    <button key={id} onClick={run}>
      {title}
    </button>
  ))
}

it("says that the chat's link could not be copied where there is no clipboard", async () => {
  // Como em http puro, o jsdom não tem área de transferência.
  expect(navigator).not.toHaveProperty('clipboard')
  vi.stubGlobal('matchMedia', () => ({
    matches: false,
    addEventListener: vi.fn(),
    removeEventListener: vi.fn(),
  }))
  onTestFinished(() => {
    vi.unstubAllGlobals()
  })
  server.use(
    route.post('*/api/auth/refresh/', () => HttpResponse.json({ access: aToken(), user: aUser })),
  )
  await refreshSession()
  renderScreen(
    <AuthProvider>
      <ThemeProvider>
        <Actions />
      </ThemeProvider>
    </AuthProvider>,
    {
      path: '/chats/1',
      prepare: (client) => client.setQueryData(key('chats', 'one', { id: 1 }), aChat()),
    },
  )

  fireEvent.click(screen.getByRole('button', { name: 'Copiar link da conversa' }))
  await waitFor(() => {
    expect(activityStore.get()).toMatchObject([
      { tone: 'error', text: 'O navegador não deixou copiar.' },
    ])
  })
})
