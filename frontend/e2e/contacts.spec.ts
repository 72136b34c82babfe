// Uma pessoa: achada, nomeada, e chamada assim também na conversa.
import { expect, test } from '@playwright/test'
import { somebody } from './cast'
import {
  balcao,
  control,
  expectAccessible,
  expectNoSidewaysScroll,
  login,
  openChatOf,
  people,
} from './steps'

test('o nome dado a um contato é o nome da conversa', async ({ page }) => {
  const person = somebody()
  const name = `Cliente ${person.stamp}`
  await login(page, people.manager)
  await openChatOf(page, person)
  await page.goto(`/contacts?q=${person.stamp}`)
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
  const { phone, name } = somebody()
  await control(`instances/${balcao}/contacts`, { phone, name })
  await login(page, people.manager)
  await page.goto('/contacts/new')

  await page.getByLabel('Número', { exact: true }).fill('+55 11')
  await page.getByRole('button', { name: 'Abrir conversa' }).click()

  await expect(page.getByText('Escreva o número inteiro, com DDD.')).toBeVisible()
  await page.getByLabel('Número', { exact: true }).fill(`+${phone}`)
  await page.getByRole('button', { name: 'Abrir conversa' }).click()
  await expect(page).toHaveURL(/\/chats\/\d+/)
})
