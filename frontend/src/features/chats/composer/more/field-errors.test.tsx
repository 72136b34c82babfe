import { fireEvent, screen, waitFor } from '@testing-library/react'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { aChat } from '@/test/chats'
import { renderScreen } from '@/test/screen'
import { LocationDialog } from './location-dialog'
import { PollDialog } from './poll-dialog'

const nothing = () => undefined
const type = (field: HTMLElement, value: string) => fireEvent.change(field, { target: { value } })
const send = () => fireEvent.click(screen.getByRole('button', { name: 'Enviar' }))

describe('a poll', () => {
  const setUp = () => {
    renderScreen(<PollDialog chat={aChat()} initial={null} onSend={nothing} onClose={nothing} />)
    type(screen.getByLabelText('Pergunta'), 'Que dia?')
    return [screen.getByLabelText('Opção 1'), screen.getByLabelText('Opção 2')] as const
  }

  it('takes the focus to the option that is missing, which says why', async () => {
    const [first, second] = setUp()
    type(first, 'Sábado')
    send()
    await waitFor(() => {
      expect(second).toHaveFocus()
    })
    expect(second).toBeInvalid()
    expect(second).toHaveAccessibleDescription(screen.getByRole('alert').textContent)
    expect(first).toBeValid()
  })

  it('takes the focus to the option that repeats another', async () => {
    const [first, second] = setUp()
    type(first, 'Sábado')
    type(second, 'Sábado ')
    send()
    await waitFor(() => {
      expect(second).toHaveFocus()
    })
    expect(second).toHaveAccessibleDescription(screen.getByRole('alert').textContent)
    type(second, 'Domingo')
    expect(second).toBeValid()
  })
})

describe('a location', () => {
  it('forgets that this device could not be found once someone types where', () => {
    const geolocation = {
      getCurrentPosition: (_found: unknown, failed: () => void) => {
        failed()
      },
    }
    vi.stubGlobal('navigator', Object.assign(Object.create(navigator), { geolocation }))
    onTestFinished(() => {
      vi.unstubAllGlobals()
    })
    renderScreen(
      <LocationDialog chat={aChat()} initial={null} onSend={nothing} onClose={nothing} />,
    )
    const where = screen.getByLabelText('Coordenadas ou link do mapa')
    fireEvent.click(screen.getByRole('button', { name: 'Usar onde estou' }))
    expect(where).toBeInvalid()
    type(where, '-23.55, -46.63')
    expect(where).toBeValid()
  })
})
