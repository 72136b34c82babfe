import { screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { renderScreen } from '@/test/screen'
import type { EventDetail } from '../model'
import { FactList } from './fact-list'

/** Só o que a lista lê. */
function anEvent(...facts: EventDetail['facts']): EventDetail {
  return { instance: 1, instance_name: 'Vendas', state: 'processed', facts } as EventDetail
}

it('names in words every field a fact can have', () => {
  const media = { view_once: true, pages: 3, is_gif: true, is_animated: true, thumbnail: 'x' }
  renderScreen(
    <FactList
      event={anEvent(
        { kind: 'connection', connected: true, phone: '5511', lid: '9@lid' },
        { kind: 'message', content: { media, choice_id: 'a', unknown_kind: 'pix' } },
        { kind: 'message', content: { media: { file_sha256: 'x', file_enc_sha256: 'y' } } },
        { kind: 'message', content: { location: { latitude: 1, longitude: 2, address: 'Rua' } } },
        { kind: 'message', content: { poll: { question: 'Q', options: ['a'], max_choices: 1 } } },
        { kind: 'message', content: { link: { title: 'T', description: 'D' }, mentions: ['5'] } },
        { kind: 'message', content: { contacts: [{ name: 'Ana', phones: ['55'] }] } },
        { kind: 'message', author_verified_name: 'Loja', content: { media: { waveform: 'x' } } },
        { kind: 'revoke', by_admin: true, target: { chat: '1', message_id: 'A' } },
        { kind: 'presence', presence: 'composing' },
        { kind: 'qr_code', code: '2@abc' },
      )}
    />,
  )

  const raw = screen.getAllByRole('term').filter((term) => term.textContent === term.title)
  expect(raw.map((term) => term.title)).toEqual([])
  expect(screen.getByText('visualização única')).toBeVisible()
  expect(screen.getByText('menciona')).toBeVisible()
})

it('says yes, and not true', () => {
  renderScreen(<FactList event={anEvent({ kind: 'connection', connected: true })} />)

  expect(screen.getByText('sim')).toBeVisible()
})
