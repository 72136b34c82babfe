// A conversa não se mexe debaixo de quem a lê: abra onde abrir, chegue o que chegar.
import { expect, test, type Page } from '@playwright/test'
import { ownHouse, somebody, type Person } from './cast'
import { ask, balcao, control, login, people, simulator } from './steps'

interface Row {
  id: number
  text: string | null
  media: { id: number } | null
}

interface ChatFacts {
  id: number
  unread_count: number
  read_up_to_id: number | null
}

/** O que se admite que uma linha ande: menos do que o olho vê. */
const STILL_PX = 2
const PAGE = 50
const UNREAD = '[data-key="unread"]'

/** Linhas de alturas diferentes, em ordem, no passado. */
async function write(person: Person, count: number, minutesAgo: number, instance = balcao) {
  const start = Math.floor(Date.now() / 1000) - minutesAgo * 60
  for (let n = 0; n < count; n += 1) {
    await control(`instances/${instance}/write`, {
      kind: 'text',
      text: `linha ${n} ${person.stamp}${' e mais um pouco do que se conta'.repeat(n % 6 === 0 ? 5 : 0)}`,
      contact: person.phone,
      contact_name: person.name,
      moment: start + n,
    })
  }
}

/** Um comprovante, bem mais alto que largo, de que o corpo não diz as medidas: só baixado se sabe o lugar que ocupa. */
async function writeUnmeasured({ phone, name }: Person, instance: string) {
  const contact = { contact: phone, contact_name: name }
  const moment = Math.floor(Date.now() / 1000) - 90 * 60
  const stranger = somebody().phone
  const { payload } = await control<{
    payload: { msgContent: { imageMessage: Record<string, unknown> } }
  }>(`instances/${instance}/write`, { kind: 'receipt', contact: stranger, moment })
  // Nem o conteúdo: o mesmo arquivo, que o outro trouxe, já estaria aqui.
  const untold = ['width', 'height', 'url', 'jpegThumbnail', 'fileSha256']
  const told = Object.entries(payload.msgContent.imageMessage)
  const imageMessage = Object.fromEntries(told.filter(([name]) => !untold.includes(name)))
  await control(`instances/${instance}/write`, {
    ...contact,
    msg_content: { imageMessage },
    moment,
  })
}

/** A conversa da pessoa, quando já tem tantas mensagens. */
async function chatWith(page: Page, access: string, person: Person, count: number) {
  let chat = 0
  let rows: Row[] = []
  await expect
    .poll(
      async () => {
        const search = `/api/chats/?search=${person.stamp}`
        chat = (await ask<{ results: ChatFacts[] }>(page, access, search)).results[0]?.id ?? 0
        if (!chat) return 0
        const path = `/api/mensagens/?chat=${chat}&limit=200`
        rows = (await ask<{ results: Row[] }>(page, access, path)).results
        return rows.length
      },
      { timeout: 60_000 },
    )
    .toBe(count)
  return { chat, rows: rows.toReversed() }
}

/** A mesma, já toda lida: abre no fim. */
async function readChatWith(page: Page, access: string, person: Person, count: number) {
  const found = await chatWith(page, access, person, count)
  await ask(page, access, `/api/chats/${found.chat}/read/`, {})
  return found
}

async function openAtEnd(page: Page, { chat, rows }: { chat: number; rows: Row[] }) {
  await page.goto(`/chats/${chat}`)
  await expect(page.locator(`[data-message="${rows.at(-1)?.id}"]`)).toBeInViewport()
}

/** Anota, a cada quadro e depois de pintado, a que altura está a linha; nulo quando ela some. */
function watch(selector: string) {
  const places: (number | null)[] = []
  const page = window as unknown as { places: typeof places }
  page.places = places
  const look = () => {
    const thread = document.querySelector('[data-thread]')
    const row = thread?.querySelector(selector)
    if (thread && row)
      places.push(row.getBoundingClientRect().top - thread.getBoundingClientRect().top)
    else if (places.length > 0) places.push(null)
    if (page.places === places) requestAnimationFrame(() => setTimeout(look))
  }
  look()
}

/** Tantos quadros mais, e em todos a linha esteve no mesmo lugar; devolve qual. */
async function expectStill(page: Page, frames = 40): Promise<number> {
  const places = () =>
    page.evaluate(() => (window as unknown as { places: (number | null)[] }).places)
  const before = (await places()).length
  await expect.poll(async () => (await places()).length).toBeGreaterThan(before + frames)
  const seen = await places()
  expect(seen, 'a linha saiu da tela').not.toContain(null)
  const heights = seen.filter((top) => top !== null)
  expect(Math.max(...heights) - Math.min(...heights)).toBeLessThanOrEqual(STILL_PX)
  return heights[0] ?? 0
}

/** As mensagens cujo fim está à vista. */
function inSight(page: Page): Promise<number[]> {
  return page.locator('[data-thread]').evaluate((thread) => {
    const box = thread.getBoundingClientRect()
    return [...thread.querySelectorAll('[data-message]')]
      .filter((row) => {
        const { bottom } = row.getBoundingClientRect()
        return bottom > box.top && bottom <= box.bottom + 4
      })
      .map((row) => Number(row.getAttribute('data-message')))
  })
}

/** Sobe tanto com a roda e, parada a rolagem, diz que mensagem ficou no alto. */
async function readUp(page: Page, px: number): Promise<string> {
  const [id] = await inSight(page)
  // A altura da rolagem não serve de medida: as páginas que chegam por cima a mudam.
  const from = page.locator(`[data-message="${id}"]`)
  const place = () => from.evaluate((row) => row.getBoundingClientRect().top)
  const before = await place()
  await page.locator('[data-thread]').hover()
  await page.mouse.wheel(0, -px)
  await expect.poll(place).toBeGreaterThan(before + px - STILL_PX)
  const [first] = await inSight(page)
  return `[data-message="${first}"]`
}

const nInDom = (page: Page) => page.locator('[data-thread] [data-message]').count()

test('aberta na primeira não lida, fica nela, e o que não se viu fica por ler', async ({
  page,
}) => {
  const person = somebody()
  const access = await login(page, people.operator)
  await write(person, 60, 90)
  const { chat } = await readChatWith(page, access, person, 60)
  await write(person, 60, 30)
  const all = (await chatWith(page, access, person, 120)).rows
  await page.addInitScript(watch, UNREAD)

  await page.goto(`/chats?q=${person.stamp}`)
  await page.getByRole('link', { name: new RegExp(person.name) }).click()

  await expect(page.locator(`[data-thread] ${UNREAD}`)).toBeInViewport()
  // Veio mais do que a primeira página.
  await expect.poll(() => nInDom(page)).toBeGreaterThan(PAGE)
  const place = await expectStill(page)
  const height = await page.locator('[data-thread]').evaluate((thread) => thread.clientHeight)
  expect(Math.abs(place - height / 4)).toBeLessThanOrEqual(STILL_PX)
  const facts = () => ask<ChatFacts>(page, access, `/api/chats/${chat}/`)
  await expect.poll(async () => (await facts()).unread_count).toBeLessThan(60)
  const { read_up_to_id, unread_count } = await facts()
  const seen = await inSight(page)
  expect(read_up_to_id).toBeLessThanOrEqual(Math.max(...seen))
  const nLater = all.filter(({ id }) => id > Math.max(...seen)).length
  expect(unread_count).toBeGreaterThanOrEqual(nLater)
  expect(nLater).toBeGreaterThan(30)
})

test('aberta numa mensagem do meio, a mensagem não sai do lugar', async ({ page }) => {
  const person = somebody()
  const access = await login(page, people.operator)
  await write(person, 200, 90)
  const { chat, rows } = await chatWith(page, access, person, 200)
  const wanted = rows[100]?.id ?? 0
  await page.addInitScript(watch, `[data-message="${wanted}"]`)

  await page.goto(`/chats/${chat}?msg=${wanted}`)

  const row = page.locator(`[data-message="${wanted}"]`)
  await expect(row).toBeInViewport()
  await expect.poll(() => nInDom(page)).toBeGreaterThan(PAGE)
  const place = await expectStill(page)
  const gap = await row.evaluate((element) => {
    const thread = element.closest('[data-thread]')
    return ((thread?.clientHeight ?? 0) - (element as HTMLElement).offsetHeight) / 2
  })
  expect(Math.abs(place - gap)).toBeLessThanOrEqual(STILL_PX)
})

for (const [many, count] of [
  ['quarenta', 40],
  ['cento e trinta', 130],
] as const) {
  test(`${many} que chegam não empurram quem lê mais acima`, async ({ page }) => {
    const person = somebody()
    const access = await login(page, people.operator)
    await write(person, 130, 90)
    const found = await readChatWith(page, access, person, 130)
    await openAtEnd(page, found)
    await page.evaluate(watch, await readUp(page, 900))

    await write(person, count, 1)

    const jump = page.getByRole('button', { name: new RegExp(`${count} nova`) })
    await expect(jump).toBeVisible({ timeout: 60_000 })
    await expectStill(page)
    const facts = await ask<ChatFacts>(page, access, `/api/chats/${found.chat}/`)
    expect(facts.unread_count).toBe(count)
    await jump.click()
    await expect(page.locator('[data-thread] article').last()).toBeInViewport()
    await expect
      .poll(
        async () => (await ask<ChatFacts>(page, access, `/api/chats/${found.chat}/`)).unread_count,
      )
      .toBe(0)
  })
}

test('as imagens que carregam acima não empurram o que se lê', async ({ page }) => {
  const { access, gatewayId } = await ownHouse(page)
  const person = somebody()
  const { id } = await control<{ id: number }>('faults', {
    kind: 'http_500',
    instance_id: gatewayId,
    calls: ['download-media'],
  })
  for (let n = 0; n < 8; n += 1) await writeUnmeasured(person, gatewayId)
  await write(person, 20, 30, gatewayId)
  const found = await readChatWith(page, access, person, 28)
  await openAtEnd(page, found)
  await page.evaluate(watch, await readUp(page, 300))
  const images = page.locator('[data-thread] article img[alt]:not([alt=""])')
  await expect(images).toHaveCount(0)

  await fetch(`${simulator}/control/faults/${id}`, { method: 'DELETE' })
  // Pede-se de novo; a uma que já veio por si responde-se 409.
  const headers = { Authorization: `Bearer ${access}` }
  for (const { media } of found.rows) {
    if (media) await page.context().request.post(`/api/media/${media.id}/retry/`, { headers })
  }

  await expect(images).toHaveCount(8)
  await expectStill(page)
})

test('as páginas mais antigas entram por cima sem empurrar nada', async ({ page }) => {
  const person = somebody()
  const access = await login(page, people.operator)
  await write(person, 150, 90)
  const found = await readChatWith(page, access, person, 150)
  const waiting: (() => void)[] = []
  await page.route(/\/api\/mensagens\/\?.*cursor=/, async (route) => {
    await new Promise<void>((resolve) => waiting.push(resolve))
    await route.continue()
  })
  await openAtEnd(page, found)
  await page.locator('[data-thread]').hover()

  for (const n of [1, 2]) {
    const before = await nInDom(page)
    await expect(async () => {
      await page.mouse.wheel(0, -500)
      expect(waiting.length).toBe(n)
    }).toPass()
    await page.evaluate(watch, await readUp(page, 100))
    waiting.at(-1)?.()
    await expect.poll(() => nInDom(page)).toBeGreaterThan(before)
    await expectStill(page)
  }
})
