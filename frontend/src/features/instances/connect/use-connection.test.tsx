import { useQuery } from '@tanstack/react-query'
import { screen } from '@testing-library/react'
import { http as route, HttpResponse } from 'msw'
import { expect, it } from 'vitest'
import { renderScreen } from '@/test/screen'
import { aToken, aUser, server } from '@/test/server'
import { instanceQuery, webhooksQuery } from '../instances-api'
import type { Instance } from '../model'
import { useConnection } from './use-connection'

const there = { isConnected: false }

/** A página de trás, e o diálogo de conectar por cima dela. */
function Connecting() {
  const { data } = useQuery({ ...instanceQuery(1), staleTime: Number.POSITIVE_INFINITY })
  const webhooks = useQuery({ ...webhooksQuery(1), staleTime: Number.POSITIVE_INFINITY })
  return data && webhooks.data ? (
    <>
      <p>{data.has_drift ? 'corrija os webhooks' : 'tudo certo'}</p>
      <p>{data.status === 'connected' ? 'conectada' : 'conecte'}</p>
      <Dialog instance={data} />
    </>
  ) : null
}

function Dialog({ instance }: { instance: Instance }) {
  const { query } = useConnection(instance, false)
  return (
    <button
      onClick={() => {
        there.isConnected = true
        void query.refetch()
      }}
    >
      ler o código
    </button>
  )
}

it('depois de conectar, a página de trás já não manda fazer o que se fez', async () => {
  server.use(
    route.post('*/api/auth/refresh/', () => HttpResponse.json({ access: aToken(), user: aUser })),
    route.get('*/api/instances/1/', () =>
      HttpResponse.json({
        id: 1,
        status: there.isConnected ? 'connected' : 'disconnected',
        status_reason: there.isConnected ? null : 'never_connected',
        has_drift: !there.isConnected,
        phone: null,
      }),
    ),
    route.get('*/api/instances/1/webhooks/', () =>
      HttpResponse.json({ webhooks: [], settings: [] }),
    ),
    route.get('*/api/instances/1/connect/', () =>
      HttpResponse.json({ status: there.isConnected ? 'connected' : 'qr' }),
    ),
  )
  renderScreen(<Connecting />)
  expect(await screen.findByText('conecte')).toBeInTheDocument()

  screen.getByRole('button').click()

  expect(await screen.findByText('conectada')).toBeInTheDocument()
  expect(screen.getByText('tudo certo')).toBeInTheDocument()
})
