import { fireEvent, screen } from '@testing-library/react'
import { http as route, HttpResponse } from 'msw'
import { expect, it } from 'vitest'
import { renderScreen } from '@/test/screen'
import { aToken, aUser, server } from '@/test/server'
import { MergeDialog } from './merge-dialog'
import type { ContactDetail } from './model'

it('carries the focus along the steps', async () => {
  server.use(
    route.post('*/api/auth/refresh/', () => HttpResponse.json({ access: aToken(), user: aUser })),
    route.get('*/api/contacts/', () =>
      HttpResponse.json({
        next: null,
        results: [{ id: 2, kind: 'lid', name: 'Bia', phone: null, lid: '9@lid', address: '9@lid' }],
      }),
    ),
    route.post('*/api/contacts/1/merge/', () =>
      HttpResponse.json({ messages: 3, chats: 1, contact: null }),
    ),
  )
  const contact = { id: 1, kind: 'phone', name: 'Ana', phone: '5511900000001' } as ContactDetail
  renderScreen(
    <MergeDialog contact={contact} name="Ana" hrefOf={() => '/'} onClose={() => undefined} />,
  )
  fireEvent.click(await screen.findByRole('button', { name: /Bia/ }))
  expect(screen.getByRole('status')).toHaveFocus()

  fireEvent.click(screen.getByRole('button', { name: 'Escolher outro' }))
  expect(screen.getByRole('searchbox')).toHaveFocus()
})
