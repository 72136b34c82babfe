import { fireEvent, screen, waitFor } from '@testing-library/react'
import { http as route, HttpResponse } from 'msw'
import { expect, it } from 'vitest'
import { renderScreen } from '@/test/screen'
import { aToken, aUser, server } from '@/test/server'
import { AccountImport } from './account-import'

it('shows first what can be brought, and leaves it there once brought', async () => {
  const here = new Map([['A', 1]])
  server.use(
    route.post('*/api/auth/refresh/', () => HttpResponse.json({ access: aToken(), user: aUser })),
    route.get('*/api/clientes/', () =>
      HttpResponse.json({ next: null, previous: null, results: [{ id: 7, name: 'Padaria' }] }),
    ),
    route.get('*/api/account/instances/', () =>
      HttpResponse.json({
        next: null,
        previous: null,
        results: ['A', 'B', 'C'].map((id) => ({
          instance_id: id,
          name: `Loja ${id}`,
          phone: null,
          connected: null,
          instance: here.get(id) ?? null,
        })),
      }),
    ),
    route.post('*/api/account/import/', () => {
      here.set('B', 2)
      return HttpResponse.json({ id: 2 }, { status: 201 })
    }),
  )
  renderScreen(<AccountImport />)
  const names = () => screen.getAllByText(/^Loja/).map((name) => name.textContent)
  await screen.findByText('Loja A')
  expect(names()).toEqual(['Loja B', 'Loja C', 'Loja A'])

  await screen.findByRole('option', { name: 'Padaria' })
  fireEvent.change(screen.getByRole('combobox'), { target: { value: '7' } })
  fireEvent.click(screen.getByRole('button', { name: 'Importar Loja B' }))

  await waitFor(() => {
    expect(screen.getAllByRole('link')).toHaveLength(2)
  })
  expect(names()).toEqual(['Loja B', 'Loja C', 'Loja A'])
})
