// Qualquer coisa da casa por algumas letras, também no meio de uma mensagem.
import { expect, test } from '@playwright/test'
import { somebody } from './cast'
import { expectAccessible, expectNoSidewaysScroll, login, openChatOf, people } from './steps'

test('a paleta abre no meio do que se escreve, acha sem acentos e devolve o foco', async ({
  page,
}) => {
  await login(page, people.manager)
  await openChatOf(page, somebody())
  const composer = page.getByRole('textbox', { name: /^Responder a/ })
  await composer.fill('rascunho')

  await page.keyboard.press('Control+k')
  const field = page.getByRole('combobox', { name: 'Buscar ou fazer' })
  await expect(field).toBeFocused()
  await expect(page.getByRole('group', { name: 'Ações' })).toBeVisible()
  await expectAccessible(page)
  await expectNoSidewaysScroll(page)
  await page.keyboard.press('Escape')
  await expect(composer).toBeFocused()
  await expect(composer).toHaveValue('rascunho')
  await composer.fill('')

  await page.keyboard.press('Control+k')
  await field.fill('balcao')
  await page.getByRole('group', { name: 'Instâncias' }).getByRole('option').first().click()
  await expect(page).toHaveURL(/\/instances\/\d+/)

  await page.keyboard.press('Control+k')
  const recent = page.getByRole('group', { name: 'Recentes' }).getByRole('option')
  await expect(recent.first()).toHaveText(/Balcão/)
})

test('setas escolhem, o prefixo restringe, e o que é perigoso pergunta antes', async ({ page }) => {
  await login(page, people.manager)
  await page.goto('/instances/1')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()

  await page.keyboard.press('Control+k')
  const field = page.getByRole('combobox', { name: 'Buscar ou fazer' })
  await field.fill('>desconectar')
  const option = page.getByRole('option', { name: /^Desconectar: Balcão/ })
  await expect(option).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: /Desconectar/ })
  await expect(dialog).toBeVisible()
  await dialog.getByRole('button', { name: 'Cancelar' }).click()
  await expect(page.getByRole('dialog')).toHaveCount(0)

  await page.keyboard.press('Control+k')
  await field.fill('@')
  await expect(page.getByRole('group')).toHaveCount(1)
  await field.fill('zzzz nada disto')
  await expect(page.getByText('Nada para «zzzz nada disto».').first()).toBeVisible()
  await field.fill('painel')
  await expect(page.getByRole('option', { name: /^Painel/ })).toHaveAttribute(
    'aria-selected',
    'true',
  )
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/dashboard/)
})

test('um número oferece conversa, já com ele escrito', async ({ page }) => {
  await login(page, people.manager)
  await page.goto('/settings/profile')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()

  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Buscar ou fazer' }).fill('11 97014-0529')
  await page.getByRole('option', { name: 'Conversar com +55 11 97014-0529' }).click()

  // Por cima da tela em que se estava, que continua lá.
  const dialog = page.getByRole('dialog', { name: 'Nova conversa' })
  await expect(dialog.getByLabel('Número', { exact: true })).toHaveValue('+55 11 97014-0529')
  await expect(page).toHaveURL(/\/settings\/profile/)
})
