import { screen } from '@testing-library/react'
import { http as route, HttpResponse } from 'msw'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { refreshSession } from '@/api/session'
import { AuthProvider } from '@/contexts/auth-context'
import { anAlert } from '@/test/alerts'
import { renderScreen } from '@/test/screen'
import { aToken, aUser, server } from '@/test/server'
import { AlertPane } from './alert-pane'
import type { Alert } from './model'

const SAID = 'Encomendas is disconnected: logged out on the phone.'
const over = anAlert({ message: SAID })

async function show(alert: Alert) {
  server.use(route.get('*/api/alerts/1/', () => HttpResponse.json(alert)))
  renderScreen(
    <AuthProvider>
      <AlertPane id={1} isPhone={false} onClose={vi.fn()} />
    </AuthProvider>,
  )
  return screen.findByText(SAID)
}

beforeEach(async () => {
  server.use(
    route.post('*/api/auth/refresh/', () => HttpResponse.json({ access: aToken(), user: aUser })),
  )
  await refreshSession()
})

describe('o painel de um alerta', () => {
  it('diz uma vez o que está errado, com a evidência, na língua em que a API respondeu', async () => {
    const said = await show({ ...over, state: 'open', resolved_at: null })

    expect(said.closest('[lang]')).toBeNull()
    expect(screen.queryByText(/está desconectada/)).toBeNull()
    expect(screen.queryByText('Como foi registrado')).toBeNull()
  })

  it('do que voltou, conta desde a volta, e diz quando foi a primeira vez', async () => {
    await show({ ...over, flaps: 1, returned_at: '2026-01-01T12:02:00Z' })

    expect(screen.getByText('Primeira vez')).toBeVisible()
    expect(screen.getByText('1 min · voltou 1 vez')).toBeVisible()
  })

  it('do que acabou, mostra o que ficou registrado', async () => {
    const said = await show(over)

    expect(said.closest('[lang]')).toBeNull()
    expect(screen.getByText('Como foi registrado')).toBeVisible()
  })
})
