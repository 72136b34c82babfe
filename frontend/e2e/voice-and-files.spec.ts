// Voz gravada na tela, vídeo e documentos: o que se manda, o que se recusa, e o que toca depois.
import { expect, test } from '@playwright/test'
import { somebody } from './cast'
import { expectAccessible, login, openChatOf, people } from './steps'

const video = '../simulator/assets/video.mp4'

const sent = /^(Entregue|Lida|Ouvida)$/

test('a voz gravada se ouve antes, se descarta ou se envia, e toca depois', async ({
  page,
  isMobile,
}) => {
  await login(page, people.operator)
  const person = somebody()
  await openChatOf(page, person)
  const record = page.getByRole('button', { name: 'Gravar voz' })
  const bar = page.getByRole('group', { name: 'Gravação de voz' })

  await record.click()
  await expect(bar).toBeFocused()
  await expect(bar.getByText('0:01')).toBeVisible()
  await bar.getByRole('button', { name: 'Pausar gravação' }).click()
  await bar.getByRole('button', { name: 'Ouvir' }).click()
  const preview = page.getByLabel('O que foi gravado')
  await expect
    .poll(() => preview.evaluate((audio: HTMLAudioElement) => audio.currentTime))
    .toBeGreaterThan(0)
  await expectAccessible(page)
  await bar.getByRole('button', { name: 'Descartar gravação' }).click()
  await expect(page.locator('article', { has: page.getByText(sent) })).toHaveCount(0)
  if (!isMobile) await expect(page.getByLabel(`Responder a ${person.name}`)).toBeFocused()

  await record.click()
  await expect(bar.getByText('0:02')).toBeVisible()
  await bar.getByRole('button', { name: 'Enviar gravação' }).click()
  const voice = page.locator('article', { has: page.getByText(sent) }).last()
  const wave = voice.locator('svg[viewBox="0 0 192 32"] path').last()
  await expect(wave).toBeVisible()
  // O apito e o silêncio não têm a mesma altura; o desenho de quem não traz onda é todo igual.
  const tops = ((await wave.getAttribute('d')) ?? '').match(/ [\d.]+V/g)
  expect(new Set(tops).size).toBeGreaterThan(1)
  await voice.getByRole('button', { name: 'Tocar' }).click()
  await expect(voice.getByRole('button', { name: 'Pausar' })).toBeVisible()
  await expect(voice.getByRole('slider')).toBeEnabled()
  await expect(voice.getByText('Não deu para tocar', { exact: false })).toHaveCount(0)
})

test('vídeo e documentos saem com legenda, e o que não serve é dito antes', async ({ page }) => {
  const person = somebody()
  const { stamp } = person
  await login(page, people.operator)
  await openChatOf(page, person)
  const picker = page.locator('input[data-picker]')
  const tray = page.getByRole('list', { name: 'Arquivos a enviar' })

  await picker.setInputFiles([
    { name: 'vazio.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(0) },
    { name: 'quebrado.mp4', mimeType: 'video/mp4', buffer: Buffer.from('isto não é um vídeo') },
  ])
  await expect(tray.getByText('Este arquivo está vazio.')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Enviar 2 arquivos' }).click()
  await expect(tray.getByRole('button', { name: 'Tirar vazio.pdf' })).toBeFocused()
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Enviar 1 arquivo' }).click()
  await expect(page.getByText(/^Não enviada: Este arquivo não serve/)).toBeVisible()
  await expect(page.getByText(/quebrado\.mp4 · /)).toBeVisible()
  await page.getByRole('button', { name: 'Descartar' }).click()

  await picker.setInputFiles(video)
  await picker.setInputFiles({
    name: `contrato ${stamp}.docx`,
    mimeType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    buffer: Buffer.from('PK\u0003\u0004 um contrato'),
  })
  await tray.getByLabel('Legenda de video.mp4').fill(`O forno ${stamp}`)
  await page.getByRole('button', { name: 'Enviar 2 arquivos' }).click()
  const film = page.locator('article', { hasText: `O forno ${stamp}` })
  await expect(film.getByText(sent)).toBeAttached()
  const played = await film.locator('video').evaluate(async (element: HTMLVideoElement) => {
    element.muted = true
    await element.play()
    return element.duration
  })
  expect(played).toBeGreaterThan(0)
  const paper = page.locator('article', { hasText: `contrato ${stamp}.docx` })
  await expect(paper.getByText(sent)).toBeAttached()
  await expect(paper.getByText(/^DOCX · /)).toBeVisible()
})
