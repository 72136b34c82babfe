// Enquete com votos, Pix e código, e a conferência do gateway: o que se manda, o que volta, o que se lê.
import { expect, test, type Page } from '@playwright/test'
import { ownHouse, somebody } from './cast'
import { balcao, control, expectAccessible, login, openChatOf, people } from './steps'

async function openMore(page: Page, kind: string) {
  await page.getByRole('button', { name: 'Anexar e mais' }).click()
  await page.getByRole('menuitem', { name: kind, exact: true }).click()
}

test('uma enquete nossa mostra os votos e quem votou', async ({ page }) => {
  const person = somebody()
  const { stamp } = person
  await login(page, people.operator)
  await openChatOf(page, person)
  await openMore(page, 'Enquete')
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Pergunta').fill(`Qual horário? ${stamp}`)
  await dialog.getByLabel('Opção 1', { exact: true }).fill('Manhã')
  await dialog.getByLabel('Opção 2', { exact: true }).fill('Tarde')
  await dialog.getByRole('button', { name: 'Enviar' }).click()
  const poll = page.locator('article', { hasText: `Qual horário? ${stamp}` })
  await expect(poll.getByText(/^(Entregue|Lida)$/)).toBeAttached()

  await control(`instances/${balcao}/write`, {
    kind: 'poll_vote',
    text: 'Tarde',
    contact: person.phone,
  })

  const chosen = poll.getByRole('button', { name: /^Tarde\s*1\s*voto: / })
  await expect(chosen).toBeVisible()
  await expect(poll.getByText('1 pessoa votou')).toBeVisible()
  await chosen.click()
  await expect(poll.getByText(person.name).last()).toBeVisible()
  await expectAccessible(page)
})

test('Pix e código saem, e o formulário diz o que falta', async ({ page }) => {
  const person = somebody()
  const { stamp } = person
  await login(page, people.operator)
  await openChatOf(page, person)
  await openMore(page, 'Pix')
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Valor em reais').fill('dez')
  await dialog.getByRole('button', { name: 'Enviar' }).click()
  await expect(dialog.getByText('Escreva um valor, como 49,90.')).toBeVisible()
  await expectAccessible(page)
  await dialog.getByLabel('Quem recebe').fill(`Padaria ${stamp}`)
  await dialog.getByLabel('Tipo da chave').selectOption('email')
  await dialog.getByLabel('Chave', { exact: true }).fill('caixa@padaria.demo')
  await dialog.getByLabel('Valor em reais').fill('49,90')
  await dialog.getByRole('button', { name: 'Enviar' }).click()
  const pix = page.locator('article', { hasText: `Padaria ${stamp}` })
  await expect(pix.getByText('EMAIL: caixa@padaria.demo')).toBeVisible()
  await expect(pix.getByText(/^(Entregue|Lida)$/)).toBeAttached()

  await openMore(page, 'Código')
  await dialog.getByLabel('Mensagem', { exact: true }).fill(`Seu código ${stamp}`)
  await dialog.getByLabel('Código', { exact: true }).fill('482913')
  await dialog.getByRole('button', { name: 'Enviar' }).click()
  const otp = page.locator('article', { hasText: `Seu código ${stamp}` })
  await expect(otp.getByText('482913')).toBeVisible()
  await expectAccessible(page)
})

test('quem gere confere o gateway e copia o relato', async ({ page }) => {
  const house = await ownHouse(page)
  await control('faults', { kind: 'other_shape', instance_id: house.gatewayId, calls: ['device'] })
  await page.goto(`/instances/${house.instance}`)

  await page.getByRole('button', { name: 'Conferir', exact: true }).click()

  const list = page.getByRole('list', { name: 'Conferir o gateway' })
  await expect(list.getByText('Novo: campoNovo', { exact: false })).toBeVisible()
  await expect(list.getByText('Como se conhece').first()).toBeVisible()
  await expect(page.getByRole('region', { name: 'Relato, sem valores' })).not.toContainText(
    house.phone,
  )
  await expectAccessible(page)
})
