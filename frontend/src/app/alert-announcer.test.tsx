import { act, render, screen } from '@testing-library/react'
import i18n from 'i18next'
import { afterEach, expect, it } from 'vitest'
import '@/test/screen'
import en from '@/i18n/en.json'
import { AlertAnnouncer } from './alert-announcer'

afterEach(async () => {
  await i18n.changeLanguage('pt-BR')
})

it('diz o alerta novo, e na língua em que se está', async () => {
  i18n.addResourceBundle('en', 'translation', en)
  const { rerender } = render(<AlertAnnouncer open={0} />)
  rerender(<AlertAnnouncer open={1} />)
  const before = screen.getByRole('status').textContent

  await act(() => i18n.changeLanguage('en'))

  expect(before).toContain('1 alerta')
  expect(screen.getByRole('status').textContent).toContain('1 open alert')
})
