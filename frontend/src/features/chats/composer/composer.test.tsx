import { act, screen } from '@testing-library/react'
import { http as route, HttpResponse } from 'msw'
import { expect, it, onTestFinished, vi } from 'vitest'
import { refreshSession } from '@/api/session'
import { AuthProvider } from '@/contexts/auth-context'
import { aChat } from '@/test/chats'
import { renderScreen } from '@/test/screen'
import { aToken, aUser, server } from '@/test/server'
import { Composer } from './composer'
import { keepVoice } from './voice-drafts'

it('mostra a gravação que outro campo só acabou de guardar depois de este abrir', async () => {
  vi.stubGlobal('matchMedia', () => ({
    matches: false,
    addEventListener: vi.fn(),
    removeEventListener: vi.fn(),
  }))
  onTestFinished(() => {
    keepVoice(1, null)
    vi.unstubAllGlobals()
  })
  server.use(
    route.post('*/api/auth/refresh/', () => HttpResponse.json({ access: aToken(), user: aUser })),
    route.get('*/api/instances/', () =>
      HttpResponse.json({ results: [], next: null, previous: null }),
    ),
    route.get('*/api/instances/1/limits/', () => HttpResponse.json({}, { status: 404 })),
  )
  await refreshSession()
  renderScreen(
    <AuthProvider>
      <Composer
        chat={aChat()}
        instance={undefined}
        handleRef={null}
        onSent={vi.fn()}
        onEscape={vi.fn()}
        onJump={vi.fn()}
        onEditLast={() => false}
      />
    </AuthProvider>,
  )
  expect(screen.getByRole('textbox')).toBeVisible()

  act(() => {
    keepVoice(1, { blob: new Blob(['x']), ms: 1_500 })
  })

  expect(await screen.findByRole('button', { name: 'Enviar gravação' })).toBeEnabled()
})
