// Uma pessoa: achada, nomeada, e chamada assim também na conversa.
import { expect, test } from '@playwright/test'
import { expectAccessible, expectNoSidewaysScroll, login, people } from './steps'

test('o nome dado a um contato é o nome da conversa', async ({ page }) => {
  const name = `Cliente da ${test.info().project.name}`
  await login(page, people.manager)
  // Só quem já tem conversa: a agenda do celular traz também quem nunca escreveu.
  await page.goto('/contacts?q=97006-0233')
  await page.locator('[data-contact] a').first().click()

  await page.getByLabel('Nome', { exact: true }).fill(name)
  await page.keyboard.press('Enter')
  await expect(page.getByText('Salvo', { exact: true })).toBeVisible()
  await expectAccessible(page)
  await expectNoSidewaysScroll(page)
  await page.getByRole('link', { name: 'Abrir conversa' }).click()

  await expect(page.getByRole('heading', { name })).toBeVisible()
})

test('uma conversa nova confere o número antes de abrir', async ({ page }) => {
  await login(page, people.manager)
  await page.goto('/contacts/new')

  await page.getByLabel('Número', { exact: true }).fill('+55 11')
  await page.getByRole('button', { name: 'Abrir conversa' }).click()

  await expect(page.getByText('Escreva o número inteiro, com DDD.')).toBeVisible()
  await page.getByLabel('Número', { exact: true }).fill('+55 11 97014-0529')
  await page.getByRole('button', { name: 'Abrir conversa' }).click()
  await expect(page).toHaveURL(/\/chats\/\d+/)
})
