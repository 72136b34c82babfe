import { fireEvent, screen, waitFor } from '@testing-library/react'
import { http as route, HttpResponse } from 'msw'
import { expect, it } from 'vitest'
import { aChat } from '@/test/chats'
import { renderScreen } from '@/test/screen'
import { aToken, aUser, server } from '@/test/server'
import { DetailsPane } from './details-pane'

it('saves by Enter a name as long as the API takes', async () => {
  const saved: unknown[] = []
  server.use(
    route.post('*/api/auth/refresh/', () => HttpResponse.json({ access: aToken(), user: aUser })),
    route.get('*/api/mensagens/', () => HttpResponse.json({ next: null, results: [] })),
    route.patch('*/api/chats/1/', async ({ request }) => {
      saved.push(await request.json())
      return HttpResponse.json(aChat())
    }),
  )
  renderScreen(
    <DetailsPane
      chat={aChat()}
      instance={undefined}
      newestMedia={null}
      onClose={() => undefined}
      hrefOf={() => '/'}
    />,
  )
  const field = screen.getByRole<HTMLInputElement>('textbox')
  expect(field.maxLength).toBe(255)

  fireEvent.change(field, { target: { value: 'Ana' } })
  fireEvent.blur(field)
  expect(saved).toEqual([])
  fireEvent.submit(field)
  await waitFor(() => {
    expect(saved).toEqual([{ custom_name: 'Ana' }])
  })
})
