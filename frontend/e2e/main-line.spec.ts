// A linha principal: conectar um número lendo o QR, receber, responder, ver os tiques subirem, sem recarregar nada.
import { expect, test } from '@playwright/test'
import { ownHouse, somebody } from './cast'
import {
  ask,
  balcao,
  control,
  expectAccessible,
  expectNoSidewaysScroll,
  login,
  openChatOf,
  people,
  simulator,
} from './steps'

/** Um PNG de 8 x 8, de uma cor só. */
const picture =
  'iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAFElEQVR4nGM8UWHDgA0wYRUdtBIALYsBjOsoCe8AAAAASUVORK5CYII='

test('conecta pelo QR, recebe, responde e vê a leitura, sem recarregar', async ({
  page,
  isMobile,
}) => {
  const { stamp, name: contact, phone } = somebody()
  const name = `Loja ${stamp}`
  const id = `E2E-${stamp}`
  await ownHouse(page)

  await page.goto('/instances/new')
  await page.getByLabel('Nome', { exact: true }).fill(name)
  await page.getByLabel('ID da instância').fill(id)
  await page.getByLabel('Token', { exact: true }).fill(`token-${id}`)
  await page
    .getByRole('button', { name: /^(Salvar|Cadastrar|Conectar)/ })
    .first()
    .click()
  await expect(page).toHaveURL(/\/instances\/\d+/)
  if (!page.url().includes('/connect')) {
    await page
      .getByRole('link', { name: 'Conectar' })
      .or(page.getByRole('button', { name: 'Conectar' }))
      .first()
      .click()
  }
  if (isMobile) await page.getByText('QR code').click()
  await expect(page.locator('img[src^="data:image/png"]')).toBeVisible()
  await control(`instances/${id}/scan`)
  await expect(page.getByText(/Conectada/).first()).toBeVisible()

  await page.goto('/chats')
  await control(`instances/${id}/write`, {
    kind: 'text',
    text: 'Vocês têm pão de queijo?',
    contact: phone,
    contact_name: contact,
  })
  await page.getByText(contact).first().click()
  await expect(page.getByText('Vocês têm pão de queijo?').last()).toBeVisible()

  const answer = `Temos sim, saindo do forno ${stamp}`
  const composer = page.locator('textarea').last()
  await composer.fill(answer)
  if (isMobile) await page.getByRole('button', { name: 'Enviar' }).click()
  else await composer.press('Enter')
  await expect(page.getByText(answer).last()).toBeVisible()
  await expect(page.getByText(/^Lida/).last()).toBeVisible()

  await control(`instances/${id}/write`, {
    kind: 'image',
    text: 'Olha a foto',
    contact: phone,
  })
  await expect(page.getByText('Olha a foto').last()).toBeVisible()
  await expectAccessible(page)
  await expectNoSidewaysScroll(page)
})

test('a mensagem recusada diz por quê e sai na nova tentativa, na mesma bolha', async ({
  page,
  isMobile,
}) => {
  test.skip(isMobile, 'a mesma bolha; basta uma largura')
  const { gatewayId } = await ownHouse(page)
  const person = somebody()
  await openChatOf(page, person, undefined, gatewayId)
  await control('faults', {
    kind: 'ok_with_error',
    instance_id: gatewayId,
    calls: ['send-text'],
    times: 1,
  })

  const text = `Recusada ${person.stamp}`
  const composer = page.locator('textarea').last()
  await composer.fill(text)
  await composer.press('Enter')
  await expect(page.getByText(/Não enviada/).last()).toBeVisible()
  await page.getByRole('button', { name: 'Tentar de novo' }).last().click()

  await expect(page.getByText(/Não enviada/)).toHaveCount(0)
  await expect(page.getByText(text)).toHaveCount(2) // na conversa e na lista
})

test('depois de uma queda a tela se completa sozinha', async ({ page, context, isMobile }) => {
  test.skip(isMobile, 'o mesmo fluxo; basta uma largura')
  const { phone, stamp } = somebody()
  const access = await login(page, people.operator)
  await page.goto('/chats')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()

  await context.setOffline(true)
  const text = `Enquanto você estava fora ${stamp}`
  await control(`instances/${balcao}/write`, { kind: 'text', text, contact: phone })
  const path = `/api/chats/?search=${stamp}`
  await expect
    .poll(async () => (await ask<{ results: unknown[] }>(page, access, path)).results.length)
    .toBe(1)
  await context.setOffline(false)

  await expect(page.getByText(text).first()).toBeVisible()
})

test('manda uma foto, que chega, e reage ao que o contato escreveu', async ({ page, isMobile }) => {
  const person = somebody()
  const caption = `Este aqui ${person.stamp}`
  await login(page, people.operator)
  const question = await openChatOf(page, person, `Tem foto do bolo? ${person.stamp}`)

  await page.locator('[data-picker]').setInputFiles({
    name: 'bolo.png',
    mimeType: 'image/png',
    buffer: Buffer.from(picture, 'base64'),
  })
  await page.getByLabel('Legenda de bolo.png').fill(caption)
  await page.getByRole('button', { name: 'Enviar 1 arquivo' }).click()

  const sent = page.locator('article', { hasText: caption })
  await expect(sent.getByText(/^(Entregue|Lida)$/)).toBeAttached()
  await expect(sent.getByRole('button', { name: 'Abrir imagem' }).locator('img')).toBeVisible()
  const seen = await fetch(`${simulator}/control/sent?instance_id=${balcao}`)
  expect(await seen.text()).toContain(caption)

  const asked = page.locator('article', { hasText: question })
  await asked.getByRole('button', { name: 'Ações da mensagem' }).click({ force: isMobile })
  await page.getByRole('menuitemradio', { name: 'Reagir com 👍' }).click()
  await expect(asked.getByRole('button', { name: /Reações: 👍 Você/ })).toBeVisible()
  await expect(asked.getByRole('alert')).toHaveCount(0)
  await page.reload()
  await expect(
    page.locator('article', { hasText: question }).getByRole('button', { name: /Reações: 👍/ }),
  ).toBeVisible()
  await expectAccessible(page)
  await expectNoSidewaysScroll(page)
})

test('a documentação da API abre para quem entrou e mostra as operações', async ({ page }) => {
  await login(page, people.manager)

  await page.goto('/api/docs/')

  // A página desenha as operações à medida que se desce.
  await expect(async () => {
    await page.mouse.wheel(0, 500)
    await expect(page.locator('[data-path="/api/mensagens/"]').first()).toBeVisible({
      timeout: 300,
    })
  }).toPass({ intervals: [50] })
  await expect(page.getByText('Envia uma mensagem', { exact: false }).first()).toBeVisible()
})
