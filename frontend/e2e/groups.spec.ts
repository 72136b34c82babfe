// Um grupo: criado dos contatos, com mais alguém depois, mudado e deixado, tudo pela tela.
import { expect, test } from '@playwright/test'
import { somebody } from './cast'
import { balcao, control, expectAccessible, expectNoSidewaysScroll, login, people } from './steps'

test('um grupo novo ganha gente, muda de nome e se deixa', async ({ page }) => {
  const [{ stamp, phone }, other] = [somebody(), somebody()]
  const invited = [
    { contact: phone, contact_name: `Vera ${stamp}` },
    { contact: other.phone, contact_name: `Wilson ${stamp}` },
  ]
  for (const one of invited) {
    await control(`instances/${balcao}/write`, { kind: 'text', text: 'Oi', ...one })
  }
  await login(page, people.manager)
  await page.goto(`/contacts?q=${stamp}`)
  await expect(page.getByText(`Wilson ${stamp}`).first()).toBeVisible()

  await page.getByRole('button', { name: 'Nova conversa' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Novo grupo' }).click()
  const form = page.getByRole('dialog', { name: 'Novo grupo' })
  if (await form.getByLabel('Instância').isVisible()) {
    await form.getByLabel('Instância').selectOption({ label: 'Balcão' })
  }
  await form.getByRole('button', { name: 'Criar grupo' }).click()
  await expect(form.getByText('Escolha ao menos uma pessoa.')).toBeVisible()
  await form.getByLabel('Nome do grupo').fill(`Entregas ${stamp}`)
  await form.getByLabel('Quem entra').fill(`Vera ${stamp}`)
  await form.getByRole('checkbox', { name: new RegExp(`Vera ${stamp}`) }).check()
  await expectAccessible(page)
  await form.getByRole('button', { name: 'Criar grupo' }).click()
  await expect(page).toHaveURL(/\/chats\/\d+/)
  await expect(page.getByRole('heading', { name: `Entregas ${stamp}` })).toBeVisible()

  await page.getByRole('button', { name: 'Abrir detalhes' }).click()
  await expect(page.getByText('2 participantes')).toBeVisible()
  await page.getByRole('button', { name: 'Adicionar pessoas' }).click()
  const adding = page.getByRole('dialog', { name: `Adicionar a Entregas ${stamp}` })
  await adding.getByLabel('Quem entra').fill(String(stamp))
  await expect(adding.getByText('Já está no grupo')).toBeVisible()
  await adding.getByRole('checkbox', { name: new RegExp(`Wilson ${stamp}`) }).check()
  await adding.getByRole('button', { name: 'Adicionar pessoas' }).click()
  await expect(page.getByText('3 participantes')).toBeVisible()

  await page.getByRole('button', { name: `Ações de Wilson ${stamp}` }).click()
  await page.getByRole('menuitem', { name: 'Tornar administrador' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Tornar administrador' }).click()
  await expect(page.getByText('Administrador', { exact: true })).toBeVisible()
  await expectAccessible(page)
  await expectNoSidewaysScroll(page)

  await page.getByRole('button', { name: 'Editar grupo' }).click()
  const edit = page.getByRole('dialog', { name: 'Editar grupo' })
  await edit.getByLabel('Nome do grupo').fill(`Rotas ${stamp}`)
  await edit.getByRole('switch', { name: 'Só administradores escrevem' }).check()
  await edit.getByRole('button', { name: 'Salvar' }).click()
  // No celular o painel cobre o cabeçalho da conversa.
  await expect(
    page.getByText(`Rotas ${stamp}`, { exact: true }).filter({ visible: true }).first(),
  ).toBeVisible()

  await page.getByRole('button', { name: 'Sair do grupo' }).click()
  await page
    .getByRole('dialog', { name: /Sair de/ })
    .getByRole('button', { name: 'Sair do grupo' })
    .click()
  await expect(page.getByText('Esta instância já não está no grupo.').first()).toBeVisible()
})

test('quem só opera vê por que não administra', async ({ page, isMobile }) => {
  test.skip(isMobile, 'o mesmo texto; basta uma largura')
  await login(page, people.operator)
  await page.goto('/chats')
  await page.getByRole('button', { name: 'Grupos' }).click()
  await page
    .getByRole('link', { name: /^Equipe/ })
    .first()
    .click()

  await page.getByRole('button', { name: 'Abrir detalhes' }).click()

  await expect(page.getByText('Só gestores administram grupos.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Adicionar pessoas' })).toBeDisabled()
})
