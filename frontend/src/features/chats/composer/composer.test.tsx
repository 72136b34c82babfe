import { act, cleanup, fireEvent, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { createRef, type Ref } from 'react'
import { http as route, HttpResponse } from 'msw'
import { beforeEach, expect, it, onTestFinished, vi } from 'vitest'
import { refreshSession } from '@/api/session'
import { AuthProvider } from '@/contexts/auth-context'
import { setSendWith } from '@/lib/send-with'
import { aChat } from '@/test/chats'
import { aMessage } from '@/test/messages'
import { renderScreen } from '@/test/screen'
import { aToken, aUser, server } from '@/test/server'
import { Composer, type ComposerHandle } from './composer'
import { keepVoice } from './voice-drafts'

/** O campo de escrever, como numa aba que acabou de abrir. */
async function openComposer(handleRef: Ref<ComposerHandle> = null) {
  vi.stubGlobal('matchMedia', () => ({
    matches: false,
    addEventListener: vi.fn(),
    removeEventListener: vi.fn(),
  }))
  onTestFinished(() => {
    keepVoice(1, null)
    vi.unstubAllGlobals()
  })
  await refreshSession()
  renderScreen(
    <AuthProvider>
      <Composer
        chat={aChat()}
        instance={undefined}
        handleRef={handleRef}
        onSent={vi.fn()}
        onEscape={vi.fn()}
        onJump={vi.fn()}
        onEditLast={() => false}
      />
    </AuthProvider>,
  )
}

/** As chaves com que se mandou. */
const keys: (string | null)[] = []

beforeEach(() => {
  localStorage.removeItem(`multichat.draft.${aUser.id}.1`)
  keys.length = 0
  server.use(
    route.post('*/api/auth/refresh/', () => HttpResponse.json({ access: aToken(), user: aUser })),
    route.get('*/api/instances/', () =>
      HttpResponse.json({ results: [], next: null, previous: null }),
    ),
    route.get('*/api/instances/1/limits/', () => HttpResponse.json({}, { status: 404 })),
    route.delete('*/api/chats/1/draft/', () => new HttpResponse(null, { status: 204 })),
    route.put('*/api/chats/1/draft/', () => HttpResponse.json({})),
    route.post('*/api/mensagens/', ({ request }) => {
      keys.push(request.headers.get('Idempotency-Key'))
      return HttpResponse.json(aMessage({ id: keys.length }), { status: 201 })
    }),
  )
})

it('duas abas com o mesmo rascunho são dois envios, cada um com a sua chave', async () => {
  for (let tab = 0; tab < 2; tab += 1) {
    localStorage.setItem(
      `multichat.draft.${aUser.id}.1`,
      JSON.stringify({ text: 'olá', updatedAt: '2026-01-01T00:00:00Z', idempotencyKey: 'k' }),
    )
    await openComposer()
    await userEvent.type(screen.getByRole('textbox'), '{Enter}')
    cleanup()
  }

  await vi.waitFor(() => {
    expect(keys).toHaveLength(2)
  })
  expect(new Set(keys).size).toBe(2)
})

it.each([
  ['corrigido e enviado', 'Bom dia{Enter}', ['7']],
  ['apagado para escrever outra coisa', null, []],
])('o que falhou, %s: o velho sai da vista só no primeiro caso', async (_name, typed, wanted) => {
  const asked: string[] = []
  server.use(
    route.post('*/api/mensagens/:id/discard/', ({ params }) => {
      asked.push(String(params['id']))
      return HttpResponse.json(aMessage())
    }),
  )
  const handle = createRef<ComposerHandle>()
  await openComposer(handle)
  act(() => handle.current?.rewrite('Bom diá', aMessage({ id: 7, status: 'failed' })))

  if (typed === null) await userEvent.clear(screen.getByRole('textbox'))
  await userEvent.type(screen.getByRole('textbox'), typed ?? 'outra coisa{Enter}')

  await vi.waitFor(() => {
    expect(keys).toHaveLength(1)
  })
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(asked).toEqual(wanted)
})

it('com Ctrl+Enter escolhido, Enter é linha nova', async () => {
  setSendWith('ctrl_enter')
  onTestFinished(() => {
    setSendWith('enter')
  })
  await openComposer()
  await userEvent.type(screen.getByRole('textbox'), 'um{Enter}dois')
  expect(screen.getByRole('textbox')).toHaveValue('um\ndois')
  expect(keys).toEqual([])

  await userEvent.type(screen.getByRole('textbox'), '{Control>}{Enter}{/Control}')

  await vi.waitFor(() => {
    expect(keys).toHaveLength(1)
  })
})

it('dois Enter seguidos são um envio', async () => {
  await openComposer()
  await userEvent.type(screen.getByRole('textbox'), 'olá')
  act(() => {
    fireEvent.keyDown(screen.getByRole('textbox'), { key: 'Enter' })
    fireEvent.keyDown(screen.getByRole('textbox'), { key: 'Enter' })
  })

  await vi.waitFor(() => {
    expect(keys).toHaveLength(1)
  })
})

it('mostra a gravação que outro campo só acabou de guardar depois de este abrir', async () => {
  await openComposer()
  expect(screen.getByRole('textbox')).toBeVisible()

  act(() => {
    keepVoice(1, { blob: new Blob(['x']), ms: 1_500 })
  })

  expect(await screen.findByRole('button', { name: 'Enviar gravação' })).toBeEnabled()
})
