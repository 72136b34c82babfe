import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { cleanup, render } from '@testing-library/react'
import i18n from 'i18next'
import type { ReactNode } from 'react'
import { initReactI18next } from 'react-i18next'
import { MemoryRouter } from 'react-router'
import { afterEach } from 'vitest'
import texts from '@/i18n/pt-BR.json'

void i18n.use(initReactI18next).init({
  lng: 'pt-BR',
  resources: { 'pt-BR': { translation: texts } },
  interpolation: { escapeValue: false },
})

// O jsdom tem o elemento <dialog>, mas não o abre nem o fecha; e popover não tem.
HTMLDialogElement.prototype.showModal = function () {
  this.open = true
}
HTMLDialogElement.prototype.close = function () {
  this.open = false
}
HTMLElement.prototype.showPopover = () => undefined
HTMLElement.prototype.hidePopover = () => undefined

afterEach(cleanup)

/** A peça como a tela a mostra: com textos, rota e um cache só dela. */
export function renderScreen(
  piece: ReactNode,
  { path = '/', prepare }: { path?: string; prepare?: (client: QueryClient) => void } = {},
) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  prepare?.(client)
  render(
    <MemoryRouter initialEntries={[path]}>
      <QueryClientProvider client={client}>{piece}</QueryClientProvider>
    </MemoryRouter>,
  )
  return client
}
