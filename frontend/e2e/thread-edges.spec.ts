// As beiras de uma conversa: vazia, no começo, e a porta de quem nunca entrou.
import { expect, test } from '@playwright/test'
import { somebody } from './cast'
import { balcao, control, login, people } from './steps'

test('quem nunca entrou chega à porta sem um pedido recusado', async ({ page }) => {
  const asked: string[] = []
  page.on('request', (request) => {
    if (request.url().includes('/api/auth/')) asked.push(request.url())
  })

  await page.goto('/chats')

  await expect(page.getByRole('button', { name: 'Entrar' })).toBeVisible()
  expect(asked).toEqual([])
})

test('quem entra pela porta chega às suas conversas', async ({ page }) => {
  await page.goto('/chats')
  await page.getByLabel('E-mail').fill(people.operator)
  await page.getByLabel('Senha', { exact: true }).fill(people.password)

  await page.getByRole('button', { name: 'Entrar' }).click()

  await expect(page).toHaveURL(/\/chats/)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
})

test('numa conversa vazia não se responde a ninguém', async ({ page }) => {
  await login(page, people.operator)
  await page.goto('/contacts/new')
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Número', { exact: false }).fill(`+${somebody().phone}`)
  await dialog.getByRole('button', { name: 'Abrir conversa' }).click()

  await expect(page.getByRole('textbox', { name: /^Escrever a/ })).toHaveAttribute(
    'placeholder',
    'Mensagem',
  )
})

test('a data que flutua não cobre o início da conversa nem repete o dia', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 640 })
  const contact = somebody().phone
  await page.clock.install()
  const texts = Array.from({ length: 30 }, (_, index) => `linha ${index} de ${contact}`)
  for (const text of texts)
    await control(`instances/${balcao}/write`, { kind: 'text', text, contact })
  await login(page, people.operator)
  await page.goto('/chats')
  await page.getByText(`de ${contact}`).first().click()
  await expect(page.locator('article', { hasText: texts[29] })).toBeVisible()
  const thread = page.locator('[data-thread]')
  const scrollTo = (top: number) =>
    thread.evaluate((element, to) => {
      element.scrollTop = to
    }, top)

  // Com o relógio parado ela não some por si.
  await page.clock.pauseAt(Date.now() + 1_000)
  await scrollTo(400)
  await expect(page.getByText('Hoje', { exact: true })).toHaveCount(2)
  await scrollTo(0)
  await expect(page.getByText('Hoje', { exact: true })).toHaveCount(1)
  await expect(page.getByText('Início do que o MultiChat recebeu', { exact: false })).toBeVisible()
})
