// O que vai além de texto e foto: lista, botões e link, e o conteúdo que se encaminha a outra conversa.
import { expect, test, type Page } from '@playwright/test'
import { somebody } from './cast'
import { balcao, control, expectAccessible, login, openChatOf, people, simulator } from './steps'

async function openMore(page: Page, kind: string) {
  await page.getByRole('button', { name: 'Anexar e mais' }).click()
  await page.getByRole('menuitem', { name: kind }).click()
}

test('lista e botões saem com o que se escreveu, e o formulário diz o que falta', async ({
  page,
}) => {
  const person = somebody()
  const { stamp } = person
  await login(page, people.operator)
  await openChatOf(page, person)

  await openMore(page, 'Lista')
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Enviar' }).click()
  await expect(dialog.getByText('Escreva aqui.')).toHaveCount(4)
  await expectAccessible(page)
  await dialog.getByLabel('Mensagem', { exact: true }).fill(`Escolha um bolo ${stamp}`)
  await dialog.getByLabel('Texto do botão').fill('Ver bolos')
  await dialog.getByLabel('Item 1', { exact: true }).fill('Cenoura')
  await dialog.getByLabel('Item 2', { exact: true }).fill('Fubá')
  await dialog.getByRole('button', { name: 'Enviar' }).click()
  const list = page.locator('article', { hasText: `Escolha um bolo ${stamp}` })
  await expect(list.getByText('Fubá')).toBeVisible()
  await expect(list.getByText(/^(Entregue|Lida)$/)).toBeAttached()

  await openMore(page, 'Botões')
  await dialog.getByLabel('Mensagem', { exact: true }).fill(`Confirma a retirada? ${stamp}`)
  await dialog.getByLabel('O que se lê nele').fill('Confirmo')
  await dialog.getByRole('button', { name: 'Mais um botão' }).click()
  await dialog.getByLabel('O que faz').nth(1).selectOption('url')
  await dialog.getByLabel('O que se lê nele').nth(1).fill('Ver o mapa')
  await dialog.getByLabel('Endereço').fill('isto não é um endereço')
  await dialog.getByRole('button', { name: 'Enviar' }).click()
  await expect(dialog.getByText('Escreva um endereço da web', { exact: false })).toBeVisible()
  await expect(dialog.getByLabel('Endereço')).toBeFocused()
  await dialog.getByLabel('Endereço').fill('padaria.demo/mapa')
  await dialog.getByRole('button', { name: 'Enviar' }).click()
  const buttons = page.locator('article', { hasText: `Confirma a retirada? ${stamp}` })
  await expect(buttons.getByText('https://padaria.demo/mapa')).toBeVisible()

  await openMore(page, 'Link com prévia')
  await dialog.getByLabel('Endereço').fill('https://padaria.demo/cardapio')
  await dialog.getByLabel('Título da prévia').fill(`Cardápio ${stamp}`)
  await dialog.getByRole('button', { name: 'Enviar' }).click()
  await expect(page.getByRole('link', { name: new RegExp(`Cardápio ${stamp}`) })).toBeVisible()
  await expectAccessible(page)
})

test('um carrossel sai na ordem em que se pôs, e a bolha mostra cada cartão uma vez', async ({
  page,
}) => {
  const person = somebody()
  const { stamp } = person
  await login(page, people.operator)
  await openChatOf(page, person)

  await openMore(page, 'Carrossel')
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Mensagem', { exact: true }).fill(`Planos ${stamp}`)
  for (const [at, plan] of ['Anual', 'Mensal'].entries()) {
    await dialog.getByLabel('Endereço da imagem').nth(at).fill('padaria.demo/plano.png')
    await dialog.getByLabel('Texto do cartão').nth(at).fill(plan)
    await dialog.getByLabel('O que se lê nele').nth(at).fill(`Quero o ${plan}`)
  }
  await dialog.getByRole('button', { name: 'Mover o cartão 2 para antes' }).focus()
  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('button', { name: 'Mover o cartão 1 para depois' })).toBeFocused()
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Enviar' }).click()

  const sent = page.locator('article', { hasText: `Planos ${stamp}` })
  await expect(sent.getByText(/^(Entregue|Lida)$/)).toBeAttached()
  await expect(sent.getByText(/^(Mensal|Anual)$/)).toHaveText(['Mensal', 'Anual'])
  await expect(sent.getByRole('link', { name: 'Ver imagem' })).toHaveCount(2)
  await expectAccessible(page)
})

test('uma foto recebida se encaminha a outra conversa, e a galeria a mostra', async ({
  page,
  isMobile,
}) => {
  const [target, person] = [somebody(), somebody()]
  const caption = `Foto do pedido ${person.stamp}`
  await login(page, people.operator)
  await openChatOf(page, target)
  await openChatOf(page, person)
  await control(`instances/${balcao}/write`, {
    kind: 'image',
    text: caption,
    contact: person.phone,
  })
  const received = page.locator('article', { hasText: caption })
  await expect(received.getByRole('button', { name: 'Abrir imagem' })).toBeVisible()

  await received.getByRole('button', { name: 'Ações da mensagem' }).click({ force: isMobile })
  await page.getByRole('menuitem', { name: 'Encaminhar' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Para', { exact: true }).fill(target.stamp)
  await dialog.getByRole('checkbox', { name: new RegExp(target.name) }).check()
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Encaminhar', exact: true }).click()
  await page.getByRole('button', { name: 'Abrir', exact: true }).click()

  const sent = page.locator('article', { hasText: caption })
  await expect(sent.getByText(/^(Entregue|Lida)$/)).toBeAttached()
  await expect(sent.getByRole('button', { name: 'Abrir imagem' }).locator('img')).toBeVisible()
  const seen = await fetch(`${simulator}/control/sent?instance_id=${balcao}`)
  expect(await seen.text()).toContain(caption)

  await page.getByRole('button', { name: 'Abrir detalhes' }).click()
  await page.getByRole('button', { name: 'Ver tudo' }).click()
  const gallery = page.getByRole('dialog', { name: `Mídia de ${target.name}` })
  await expectAccessible(page)
  await gallery.getByRole('button', { name: 'Documentos' }).click()
  await expect(gallery.getByText('Nenhum documento nesta conversa.')).toBeVisible()
  await gallery.getByRole('button', { name: 'Mídia', exact: true }).click()
  await gallery.getByRole('button', { name: new RegExp(caption) }).click()
  const viewer = page.getByRole('dialog', { name: 'Imagem em tela cheia' })
  await expect(viewer.getByText(caption)).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(viewer).toBeHidden()
  await expect(gallery).toBeVisible()
})

test('uma mensagem marcada como não lida continua assim depois de sair', async ({
  page,
  isMobile,
}) => {
  test.skip(isMobile, 'a tecla é do teclado; no celular o menu faz o mesmo')
  const person = somebody()
  const { name } = person
  await page.clock.install()
  await login(page, people.operator)
  const message = page.locator('article', { hasText: await openChatOf(page, person) })
  await expect(page.locator('[data-chat]', { hasText: name }).getByText(/não lida/)).toHaveCount(0)

  await message.focus()
  await page.keyboard.press('Shift+U')

  await expect(page.getByText('Não lida daqui em diante', { exact: false })).toBeVisible()
  await page.clock.fastForward(3_000) // mais que o segundo que faria dela lida
  await page.goto('/chats?unread=1')
  await expect(page.getByRole('link', { name: new RegExp(name) })).toBeVisible()
})
