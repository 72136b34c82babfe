// O que está preso no gateway: vê-se na fila, e reiniciar pergunta o que fazer dele.
import { expect, test } from '@playwright/test'
import { ownHouse, somebody } from './cast'
import { control, expectAccessible } from './steps'

test('a fila do gateway se vê, e reiniciar a limpa se a pessoa quiser', async ({ page }) => {
  const { gatewayId, instance, name } = await ownHouse(page)
  const { phone } = somebody()
  await control(`instances/${gatewayId}/contacts`, { phone })
  await control(`instances/${gatewayId}/half-dead`, { enabled: true })
  await page.goto(`/instances/${instance}`)
  await page.getByRole('button', { name: 'Enviar mensagem de teste' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Para qual número').fill(`+${phone}`)
  await dialog.getByRole('button', { name: 'Enviar mensagem de teste' }).click()
  await expect(dialog.getByText('Aceita pelo gateway')).toBeVisible()
  await page.keyboard.press('Escape')

  await page.goto(`/instances/${instance}/queue`)
  await expect(page.getByText(/na fila do gateway\./)).toBeVisible()
  await page.keyboard.press('Shift+R')
  await expect(page.getByRole('radio', { name: 'Limpar a fila antes' })).toBeChecked()
  await expectAccessible(page)
  await page.getByRole('dialog').getByRole('button', { name: 'Reiniciar' }).click()
  await expect(page.getByText(`${name} reiniciada.`)).toBeVisible()

  await page.getByRole('button', { name: 'Atualizar' }).click()
  await expect(page.getByText('A fila do gateway está vazia.')).toBeVisible()
})
