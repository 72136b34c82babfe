// Passos que as histórias partilham: entrar, mandar no simulador, passar o axe nos dois temas.
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

export const simulator = process.env.E2E_SIMULATOR_URL ?? 'http://127.0.0.1:8090'
export const password = 'demonstracao'

export const people = {
  admin: 'admin@demo.local',
  manager: 'bruno@padaria.demo',
  operator: 'carla@padaria.demo',
}

/**
 * Entra sem passar pela tela (que tem a história dela): a sessão é o cookie que o navegador guarda e a marca
 * de que ele existe. Devolve um acesso, para perguntar à API o que a tela não mostra.
 */
export async function login(page: Page, email: string): Promise<string> {
  const answer = await page.context().request.post('/api/auth/login/', {
    data: { email, password, remember: true },
  })
  if (!answer.ok()) throw new Error(`login: ${answer.status()} ${await answer.text()}`)
  await page.addInitScript(() => {
    localStorage.setItem('multichat.session', '1')
  })
  return ((await answer.json()) as { access: string }).access
}

/** O que a API responde a quem entrou. */
export async function ask<T>(page: Page, access: string, path: string, body?: object): Promise<T> {
  const headers = { Authorization: `Bearer ${access}` }
  const { request } = page.context()
  const answer = body
    ? await request.post(path, { headers, data: body })
    : await request.get(path, { headers })
  if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`)
  return (await answer.json()) as T
}

/** Um pedido ao controle do simulador: o que só o celular ou o contato fariam. */
export async function control(path: string, body: Record<string, unknown> = {}): Promise<void> {
  const answer = await fetch(`${simulator}/control/${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
}

/** Axe limpo (WCAG 2.2 AA) em claro e escuro. */
export async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await page.waitForTimeout(250)
    const found = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
      .analyze()
    const told = found.violations.map(
      (one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).join(' | ')}`,
    )
    expect(told, `${page.url()} (${colorScheme})`).toEqual([])
  }
  await page.emulateMedia({ colorScheme: 'light' })
}

export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const extra = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect(extra, `${page.url()} rola para o lado`).toBeLessThanOrEqual(0)
}

export const balcao = 'DEMO01-BALCAO-000001'

/** Um contato escreve, e a conversa dele se abre. */
export async function openChatOf(page: Page, contact: string, name: string, more: object = {}) {
  const text = `Oi, aqui é ${name} ${Date.now()}`
  await control(`instances/${balcao}/write`, {
    kind: 'text',
    text,
    contact,
    contact_name: name,
    ...more,
  })
  await page.goto('/chats')
  await page.getByText(text).first().click()
  await expect(page.locator('article', { hasText: text })).toBeVisible()
}
