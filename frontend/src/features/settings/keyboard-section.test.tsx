import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it, onTestFinished } from 'vitest'
import { readSendWith, setSendWith } from '@/lib/send-with'
import { renderScreen } from '@/test/screen'
import { KeyboardSection } from './keyboard-section'

it('escolhe com que tecla se envia, e o mapa diz a escolhida', async () => {
  onTestFinished(() => {
    setSendWith('enter')
  })
  renderScreen(<KeyboardSection />)
  const line = (text: string) => screen.getByText(text).closest('div')
  expect(line('Enviar')).toHaveTextContent(/^EnviarEnter/)

  await userEvent.click(screen.getByRole('button', { name: 'Ctrl+Enter' }))

  expect(readSendWith()).toBe('ctrl_enter')
  expect(line('Enviar')).toHaveTextContent(/^EnviarCtrl\+Enter/)
})
