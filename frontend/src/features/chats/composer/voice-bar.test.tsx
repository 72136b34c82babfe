import { act, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { renderScreen } from '@/test/screen'
import { VoiceBar } from './voice-bar'
import { keepVoice } from './voice-drafts'

/** O do navegador: sem faixas, entrega o último pedaço e para sozinho. */
class FakeRecorder extends EventTarget {
  static last: FakeRecorder | null = null
  static isTypeSupported = () => true
  state = 'inactive'
  readonly mimeType = 'audio/ogg;codecs=opus'
  constructor() {
    super()
    FakeRecorder.last = this
  }
  start() {
    this.state = 'recording'
  }
  stop() {
    this.state = 'inactive'
  }
  unplug() {
    this.state = 'inactive'
    const last = Object.assign(new Event('dataavailable'), { data: new Blob(['voz']) })
    this.dispatchEvent(last)
    this.dispatchEvent(new Event('stop'))
  }
}

const onSend = vi.fn()

beforeEach(async () => {
  onSend.mockReset()
  vi.useFakeTimers({ shouldAdvanceTime: true })
  vi.stubGlobal('MediaRecorder', FakeRecorder)
  vi.stubGlobal(
    'AudioContext',
    class {
      createAnalyser = () => ({ fftSize: 0, getByteTimeDomainData: () => undefined })
      createMediaStreamSource = () => ({ connect: () => undefined })
      close = () => Promise.resolve()
    },
  )
  Object.assign(navigator, {
    mediaDevices: { getUserMedia: () => Promise.resolve({ getTracks: () => [] }) },
  })
  renderScreen(<VoiceBar chatId={1} onSend={onSend} onClose={vi.fn()} />)
  await screen.findByRole('button', { name: 'Pausar gravação' })
})

afterEach(() => {
  keepVoice(1, null)
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

it('puxado o microfone, a gravação fica com o que havia, diz isso, e pode sair', async () => {
  await act(() => vi.advanceTimersByTimeAsync(2_000))

  act(() => FakeRecorder.last?.unplug())

  expect(screen.getByRole('alert')).toHaveTextContent('O microfone foi desligado.')
  expect(screen.queryByRole('button', { name: 'Pausar gravação' })).toBeNull()
  await userEvent.click(screen.getByRole('button', { name: 'Enviar gravação' }))
  const [file] = onSend.mock.calls[0] as [File]
  expect(file.size).toBe(3)
})

it('puxado antes de gravar alguma coisa, só diz por quê', () => {
  act(() => FakeRecorder.last?.unplug())

  expect(screen.getByRole('alert')).toHaveTextContent('antes de se gravar')
  expect(screen.queryByRole('button', { name: 'Enviar gravação' })).toBeNull()
})
