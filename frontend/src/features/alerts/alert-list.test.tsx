import { screen } from '@testing-library/react'
import { http as route, HttpResponse } from 'msw'
import { beforeEach, describe, expect, it } from 'vitest'
import { refreshSession } from '@/api/session'
import { AuthProvider } from '@/contexts/auth-context'
import { anAlert } from '@/test/alerts'
import { renderScreen } from '@/test/screen'
import { aToken, aUser, server } from '@/test/server'
import { AlertList } from './alert-list'
import type { Alert } from './model'

const fallen = anAlert()

const show = (alert: Alert) =>
  renderScreen(
    <AuthProvider>
      <AlertList alerts={[alert]} label="Alertas" openId={null} hrefOf={() => '/'} />
    </AuthProvider>,
  )

beforeEach(async () => {
  server.use(
    route.post('*/api/auth/refresh/', () => HttpResponse.json({ access: aToken(), user: aUser })),
  )
  await refreshSession()
})

describe('AlertList', () => {
  it('says what is wrong in the words of the screen, not in those of the worker', () => {
    show({ ...fallen, state: 'open', resolved_at: null })

    expect(screen.getByText(/Encomendas está desconectada\./)).toBeTruthy()
    expect(screen.queryByText(/gravado pelo worker/)).toBeNull()
  })

  it('does not say of what is over that it is still so', () => {
    show(fallen)

    expect(screen.getByText('Instância desconectada')).toBeTruthy()
    expect(screen.queryByText(/está desconectada/)).toBeNull()
  })
})
