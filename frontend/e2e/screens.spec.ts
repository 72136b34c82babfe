// Cada tela, nos dois temas: acessível, sem rolar para o lado, sem erro no console.
import { expect, test } from '@playwright/test'
import { expectAccessible, expectNoSidewaysScroll, login, people } from './steps'

const screens = {
  'conversas e painel': ['/dashboard', '/chats', '/chats/1', '/chats?waiting=1'],
  instâncias: [
    '/instances',
    '/instances/1',
    '/instances/1/timeline',
    '/instances/1/downtimes',
    '/instances/1/queue',
    '/instances/1/limits',
    '/instances/1/webhooks',
    '/instances/1/settings',
    '/instances/3/connect',
    '/instances/new',
  ],
  contatos: [
    '/contacts',
    '/contacts?q=ninguem-com-este-nome',
    '/contacts/1',
    '/contacts/new',
    '/contacts/new-group',
  ],
  'alertas e eventos': [
    '/alerts',
    '/alerts?state=resolved',
    '/alerts/rules?cliente=1',
    '/events',
    '/events/1',
    '/events?group=error',
  ],
  'casa e ajustes': [
    '/users',
    '/clientes',
    '/settings/profile',
    '/settings/password',
    '/settings/appearance',
    '/settings/keyboard',
    '/settings/backup',
  ],
}

test('a entrada é acessível', async ({ page }) => {
  await page.goto('/login')
  await expect(page.getByRole('button', { name: 'Entrar' })).toBeVisible()

  await expectAccessible(page)
  await expectNoSidewaysScroll(page)
})

for (const [place, paths] of Object.entries(screens)) {
  test(`${place}: toda tela é acessível nos dois temas e cabe na largura`, async ({ page }) => {
    const errors: string[] = []
    page.on('pageerror', (error) => errors.push(`${page.url()}: ${error.message}`))
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(`${page.url()}: ${message.text()}`)
    })
    await login(page, people.admin)

    for (const path of paths) {
      await page.goto(path)
      await expect(page.locator('h1, h2').first()).toBeVisible()
      await expectAccessible(page)
      await expectNoSidewaysScroll(page)
    }

    expect(errors).toEqual([])
  })
}

test('o que o papel não pode é dito, não escondido', async ({ page }) => {
  await login(page, people.operator)

  await page.goto('/events')

  await expect(page.getByText('Só gestores veem eventos', { exact: false })).toBeVisible()
  await expectAccessible(page)

  await page.goto('/alerts/rules')

  await expect(page.getByText('Só gestores mudam as regras', { exact: false })).toBeVisible()

  await page.goto('/instances/1/settings')

  await expect(page.getByText('Você não tem acesso a esta página.')).toBeVisible()
})

test('de quem são as regras se escolhe sem filtrar a casa', async ({ page }) => {
  await login(page, people.admin)
  await page.goto('/alerts/rules')

  await page.getByLabel('Cliente', { exact: true }).selectOption({ index: 1 })

  await expect(page).toHaveURL(/\/alerts\/rules\?of=\d+$/)
})

test('os detalhes de um grupo dizem quem está nele', async ({ page }) => {
  await login(page, people.manager)
  await page.goto('/chats')
  await page.getByRole('button', { name: 'Grupos' }).click()
  await page
    .getByRole('link', { name: /^Equipe/ })
    .first()
    .click()

  await page.getByRole('button', { name: 'Abrir detalhes' }).click()

  await expect(page.getByText(/\d+ participantes/)).toBeVisible()
  await expect(page.getByText('Administrador').or(page.getByText('Dono')).first()).toBeVisible()
  await expectAccessible(page)
})

test('a interface também fala inglês', async ({ page }) => {
  await page.goto('/login')

  await page.getByLabel('Idioma').selectOption('en')

  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible()
})
