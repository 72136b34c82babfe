// O que está preso no gateway: vê-se na fila, e reiniciar pergunta o que fazer dele.
import { expect, test } from '@playwright/test'
import { control, expectAccessible, login, people } from './steps'

const instance = 'DEMO01-BALCAO-000001'

test('a fila do gateway se vê, e reiniciar a limpa se a pessoa quiser', async ({ page }) => {
  test.setTimeout(120_000)
  await control(`instances/${instance}/half-dead`, { enabled: true })
  await login(page, people.manager)
  await page.goto('/instances/1')
  await page.getByRole('button', { name: 'Enviar mensagem de teste' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Para qual número').fill('+55 11 97014-0529')
  await dialog.getByRole('button', { name: 'Enviar mensagem de teste' }).click()
  await expect(dialog.getByText('Aceita pelo gateway')).toBeVisible()
  await page.keyboard.press('Escape')

  await page.goto('/instances/1/queue')
  await expect(page.getByText(/na fila do gateway\./)).toBeVisible({ timeout: 20_000 })
  await page.keyboard.press('Shift+R')
  await expect(page.getByRole('radio', { name: 'Limpar a fila antes' })).toBeChecked()
  await expectAccessible(page)
  await page.getByRole('dialog').getByRole('button', { name: 'Reiniciar' }).click()
  await expect(page.getByText('Balcão reiniciada.')).toBeVisible({ timeout: 30_000 })

  await page.getByRole('button', { name: 'Atualizar' }).click()
  await expect(page.getByText('A fila do gateway está vazia.')).toBeVisible()
})
