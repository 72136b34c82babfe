import { act, screen, waitFor } from '@testing-library/react'
import { http as route, HttpResponse } from 'msw'
import { expect, it } from 'vitest'
import { deliverLive } from '@/live/changes'
import { renderScreen } from '@/test/screen'
import { aToken, aUser, server } from '@/test/server'
import { parseFilters } from './model'
import { useContactList } from './use-contact-list'

const FILTERS = parseFilters(new URLSearchParams())

function Names() {
  return <p>{useContactList(FILTERS).rows.map(({ name }) => name)}</p>
}

it('corrects the rows it has at once, and does not ask for the list again at every change of the phone book', async () => {
  let lists = 0
  let name = 'Ana'
  server.use(
    route.post('*/api/auth/refresh/', () => HttpResponse.json({ access: aToken(), user: aUser })),
    route.get('*/api/contacts/', () => {
      lists += 1
      return HttpResponse.json({ next: null, results: [{ id: 1, name }] })
    }),
    route.get('*/api/contacts/1/', () => HttpResponse.json({ id: 1, name })),
  )
  renderScreen(<Names />)
  await screen.findByText('Ana')

  // A agenda vai mudando gente que não está na tela, junto de quem está.
  for (const [at, next] of ['Bia', 'Caio', 'Duda', 'Eva'].entries()) {
    name = next
    act(() => {
      deliverLive({
        type: 'changes',
        changes: [1, 100 + at].map((id) => ({ kind: 'contact', id, instance: 1, chat: null })),
      })
    })
    await screen.findByText(next)
  }

  // A da abertura e a da primeira mudança; as outras esperam a sua vez.
  await waitFor(() => {
    expect(lists).toBe(2)
  })
})
