// Uma conversa em que está tudo: cada tipo de mensagem, nos dois sentidos, cada situação de envio e cada estado
// da mídia. O axe a lê inteira, com a lista e a galeria ao lado, carregando, prontas e falhadas.
import { expect, test, type Page } from '@playwright/test'
import { ownHouse, somebody, type House, type Person } from './cast'
import { ask, control, expectAccessible, expectNoSidewaysScroll, simulator } from './steps'

interface Sent {
  id: number
  chat: number
  status: string
}

/** O que não é mensagem, ou muda outra: vem depois, com o que mudar. */
const ACTS = [
  'reaction',
  'reaction_removed',
  'edit',
  'revoke',
  'poll_vote',
  'empty',
  'story_reaction',
]
/** Por que a mídia não está aqui: o endereço que o WhatsApp deu, e o tamanho que disse. */
const BROKEN = {
  pending: { url: `${simulator}/`, fileLength: '1000' },
  failed: { url: `${simulator}/`, fileLength: '999999999999' },
  expired: { url: `${simulator}/mmg/v/nada.enc`, fileLength: '1000' },
}
const NODES = {
  imageMessage: { mimetype: 'image/jpeg', width: 640, height: 480, caption: 'Uma foto' },
  videoMessage: { mimetype: 'video/mp4', width: 640, height: 480, seconds: 14 },
  ptvMessage: { mimetype: 'video/mp4', seconds: 7 },
  audioMessage: { mimetype: 'audio/ogg; codecs=opus', seconds: 5, ptt: true },
  documentMessage: { mimetype: 'application/pdf', fileName: 'nota.pdf', pageCount: 2 },
  stickerMessage: { mimetype: 'image/webp' },
}

async function everyKindReceived({ gatewayId }: House, { phone, name }: Person) {
  const state = await fetch(`${simulator}/control/state`)
  const { kinds } = (await state.json()) as { kinds: string[] }
  const write = (body: Record<string, unknown>) =>
    control(`instances/${gatewayId}/write`, { contact: phone, contact_name: name, ...body })
  const messages = kinds.filter(
    (kind) => !ACTS.includes(kind) && !['presence', 'call'].includes(kind),
  )
  for (const kind of messages) {
    await write({ kind, text: `Recebida: ${kind}` })
    await write({ kind, text: `Do celular: ${kind}`, from_phone: true })
  }
  for (const [node, facts] of Object.entries(NODES)) {
    for (const broken of Object.values(BROKEN)) {
      const mediaKey = Buffer.alloc(32, 7).toString('base64')
      await write({
        msg_content: { [node]: { ...facts, ...broken, directPath: '/v/nada.enc', mediaKey } },
      })
    }
  }
  for (const kind of ['edit', 'revoke', 'reaction']) {
    await write({ kind: 'text', text: `Para ${kind}` })
    await write({ kind, text: kind === 'edit' ? 'Corrigida' : '' })
  }
  await write({ kind: 'text', text: 'Em resposta', reply_to: true })
  return messages.length
}

/** Um envio nosso em cada situação em que pode ficar. */
async function everyStatusSent(page: Page, house: House, chat: number) {
  const send = (text: string, more: object = {}) =>
    ask<Sent>(page, house.access, '/api/mensagens/', { chat, text, ...more })
  const status = async ({ id }: Sent) =>
    (await ask<Sent>(page, house.access, `/api/mensagens/${id}/`)).status
  const fault = (kind: string, more: object) =>
    control<{ id: number }>('faults', { kind, instance_id: house.gatewayId, ...more })
  const becomes = async (sent: Sent, wanted: string) => {
    await expect.poll(() => status(sent)).toBe(wanted)
  }
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString()

  await send('Marcada para amanhã', { send_at: tomorrow })
  const cancelled = await send('Cancelada', { send_at: tomorrow })
  await ask(page, house.access, `/api/mensagens/${cancelled.id}/cancel/`, {})
  await fault('ok_with_error', { calls: ['send-text'], times: 1 })
  await becomes(await send('Recusada'), 'failed')
  await fault('reset_before_answer', { calls: ['send-text'], times: 1 })
  await becomes(await send('Sem resposta'), 'unknown')
  const silence = await fault('drop_webhooks', { calls: ['webhookStatus'] })
  await becomes(await send('Enviada'), 'sent')
  await fetch(`${simulator}/control/faults/${silence.id}`, { method: 'DELETE' })
  const options = ['Sim', 'Não']
  const rows = [
    { id: 'a', title: 'Cenoura', description: 'Com cobertura' },
    { id: 'b', title: 'Fubá' },
  ]
  const all = [
    await send('Lida'),
    await send('Qual sabor?', { type: 'poll', options }),
    await send('Escolha', {
      type: 'list',
      button_text: 'Ver',
      sections: [{ title: 'Bolos', rows }],
    }),
    await send('Confirma?', { type: 'buttons', buttons: [{ type: 'reply', text: 'Confirmo' }] }),
    await send('Veja https://padaria.demo/', {
      type: 'link',
      url: 'https://padaria.demo/',
      title: 'Padaria',
    }),
    await send('', { type: 'location', latitude: -23.5, longitude: -46.6, name: 'Loja' }),
    await send('', { type: 'contact', contacts: [{ name: 'Entregas', phone: '5511955554444' }] }),
  ]
  // Saem uma depois da outra: lida a última, as mais já o foram.
  const last = all.at(-1)
  if (last) await becomes(last, 'read')
}

/** Mais linhas na lista: grupo, quem não se sabe o nome, quem espera, quem só tem número escondido. */
async function everyRowInTheList({ gatewayId }: House) {
  const write = (body: Record<string, unknown>) => control(`instances/${gatewayId}/write`, body)
  const hourAgo = Math.floor(Date.now() / 1000) - 3_600
  const [waiting, nameless, hidden] = [somebody(), somebody(), somebody()]
  await write({ contact: waiting.phone, contact_name: waiting.name, moment: hourAgo })
  await write({ contact: nameless.phone })
  await write({ contact: `${hidden.phone}00@lid`, lid_chat: true })
  await write({ contact: waiting.phone, group: `1203630${waiting.stamp}@g.us`, kind: 'image' })
  await write({ contact: waiting.phone, kind: 'call' })
  await write({ contact: waiting.phone, kind: 'presence', presence: 'composing' })
}

test('cada tipo de mensagem, em cada estado, é acessível na conversa', async ({ page }) => {
  test.slow() // o axe lê a conversa inteira, nos dois temas
  const house = await ownHouse(page)
  const person = somebody()
  await everyRowInTheList(house)
  const nKinds = await everyKindReceived(house, person)
  await page.goto('/chats')
  await page.locator('[data-chat]', { hasText: person.name }).click()
  await expect(page).toHaveURL(/\/chats\/\d+/)
  const chat = Number(/\/chats\/(\d+)/.exec(page.url())?.[1])
  await everyStatusSent(page, house, chat)

  await page.goto(`/chats/${chat}`)
  const thread = page.locator('[data-thread]')
  await expect(thread.getByText('Lida', { exact: true }).first()).toBeVisible()
  await thread.focus()
  await page.keyboard.press('End')
  // A fatia da conversa que está no DOM vai do fim para cima: sobe-se até o começo, e o axe lê cada uma.
  const seen = new Set<string>()
  const look = async () => {
    await expectAccessible(page)
    for (const id of await thread
      .locator('[data-message]')
      .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-message') ?? '')))
      seen.add(id)
  }
  await look()
  for (const words of ['Agendada para', 'Envio cancelado', 'Não enviada', 'Sem confirmação']) {
    await expect(thread.getByText(words).first()).toBeAttached()
  }
  await expectNoSidewaysScroll(page)
  await expect(async () => {
    await thread.hover()
    await page.mouse.wheel(0, -3_000)
    await expect(thread.locator('[data-beginning]')).toBeInViewport({ timeout: 500 })
  }).toPass()
  await look()
  await expect(thread.getByText('Não deu para baixar.').first()).toBeAttached()
  await expect(thread.getByText('O WhatsApp não guarda mais este arquivo').first()).toBeAttached()
  await expect(thread.getByText('Baixando', { exact: false }).first()).toBeAttached()
  await expectNoSidewaysScroll(page)
  // Os dois sentidos de cada tipo, a mídia que não veio e os nossos envios.
  expect(seen.size).toBeGreaterThanOrEqual(2 * nKinds + 18 + 12)

  let isOpen = (): void => undefined
  const opened = new Promise<void>((resolve) => {
    isOpen = resolve
  })
  let mode: 'hold' | 'fail' | 'pass' = 'hold'
  await page.route(/\/api\/(media|mensagens)\/\?/, async (route) => {
    if (mode === 'hold') await opened
    if (mode === 'fail') await route.fulfill({ status: 500, json: {} })
    else await route.continue()
  })
  await page.getByRole('button', { name: 'Abrir detalhes' }).click()
  await page.getByRole('button', { name: 'Ver tudo' }).click()
  const gallery = page.getByRole('dialog', { name: `Mídia de ${person.name}` })
  await expectAccessible(page, true)
  mode = 'pass'
  isOpen()
  for (const words of ['0:02', 'Baixando', 'Não baixou', 'Expirou']) {
    await expect(gallery.getByRole('button', { name: new RegExp(words) }).first()).toBeVisible()
  }
  await expectAccessible(page)
  await gallery.getByRole('button', { name: 'Documentos' }).click()
  await expect(gallery.getByText('Expirou', { exact: false }).first()).toBeVisible()
  await expectAccessible(page)
  mode = 'fail'
  await gallery.getByRole('button', { name: 'Links' }).click()
  await expect(gallery.getByRole('button', { name: 'Tentar de novo' })).toBeVisible()
  await expectAccessible(page)
  mode = 'pass'
  await gallery.getByRole('button', { name: 'Tentar de novo' }).click()
  await expect(gallery.getByRole('link', { name: /padaria\.demo/ }).first()).toBeVisible()
  await expectAccessible(page)
})
