import { screen } from '@testing-library/react'
import { http as route, HttpResponse } from 'msw'
import type { ReactNode } from 'react'
import { beforeEach, describe, expect, it } from 'vitest'
import { renderScreen } from '@/test/screen'
import { aToken, aUser, server } from '@/test/server'
import { ContactFilterBar } from './contact-filter-bar'
import { ImportDialog } from './import-dialog'
import { parseFilters } from './model'
import { NewChatDialog } from './new-chat-dialog'
import { NewGroupDialog } from './new-group-dialog'

const instance = (id: number, cliente: number, name: string) => ({
  id,
  cliente,
  name,
  status: 'connected',
})
const nothing = () => undefined
const params = new URLSearchParams('cliente=2')

const CASES: [string, ReactNode][] = [
  [
    'the filters',
    <ContactFilterBar
      key="bar"
      params={params}
      filters={parseFilters(params)}
      onChange={nothing}
    />,
  ],
  [
    'a new chat',
    <NewChatDialog
      key="chat"
      phone={null}
      instance={null}
      groupReason={null}
      onGroup={nothing}
      onClose={nothing}
    />,
  ],
  ['a new group', <NewGroupDialog key="group" instance={null} onClose={nothing} />],
  ['a spreadsheet', <ImportDialog key="import" onClose={nothing} />],
]

describe('under a chosen cliente', () => {
  beforeEach(() => {
    server.use(
      route.post('*/api/auth/refresh/', () => HttpResponse.json({ access: aToken(), user: aUser })),
      route.get('*/api/instances/', () =>
        HttpResponse.json({
          next: null,
          results: [instance(1, 1, 'Alheia'), instance(2, 2, 'Loja'), instance(3, 2, 'Filial')],
        }),
      ),
      route.get('*/api/instances/:id/limits/', () => HttpResponse.json({ features: [] })),
      route.get('*/api/contacts/', () => HttpResponse.json({ next: null, results: [] })),
    )
  })

  it.each(CASES)('%s offers only its instances', async (_name, piece) => {
    renderScreen(piece, { path: '/contacts?cliente=2' })

    expect(await screen.findByRole('option', { name: 'Loja' })).toBeInTheDocument()
    expect(screen.getByRole('option', { name: 'Filial' })).toBeInTheDocument()
    expect(screen.queryByRole('option', { name: 'Alheia' })).toBeNull()
  })
})
