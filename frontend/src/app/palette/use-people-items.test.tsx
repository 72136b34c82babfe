import { screen } from '@testing-library/react'
import { http as route, HttpResponse } from 'msw'
import { expect, it } from 'vitest'
import { renderScreen } from '@/test/screen'
import { aToken, aUser, server } from '@/test/server'
import { usePeopleItems } from './use-people-items'

function Found({ typed }: { typed: string }) {
  return <p>{usePeopleItems(typed).items.map(({ title }) => title)}</p>
}

it('asks for people of the chosen cliente, so that the others do not fill the answer', async () => {
  const people = [1, 1, 2].map((cliente, at) => ({
    id: at + 1,
    cliente,
    name: `Ana ${cliente}${at}`,
    phone: null,
    instance_name: 'Loja',
  }))
  server.use(
    route.post('*/api/auth/refresh/', () => HttpResponse.json({ access: aToken(), user: aUser })),
    route.get('*/api/chats/', () => HttpResponse.json({ next: null, results: [] })),
    route.get('*/api/contacts/', ({ request }) => {
      // Dois por página bastam para as alheias ocuparem tudo.
      const cliente = new URL(request.url).searchParams.get('cliente')
      const mine = people.filter((row) => cliente === null || row.cliente === Number(cliente))
      return HttpResponse.json({ next: null, results: mine.slice(0, 2) })
    }),
  )
  renderScreen(<Found typed="ana" />, { path: '/chats?cliente=2' })

  expect(await screen.findByText('Ana 22')).toBeInTheDocument()
})
