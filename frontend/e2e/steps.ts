// Passos que as histórias partilham: entrar, mandar no simulador, passar o axe nos dois temas.
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

export const simulator = process.env.E2E_SIMULATOR_URL ?? 'http://127.0.0.1:8090'
export const people = {
  password: 'demonstracao',
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
    data: { email, password: people.password, remember: true },
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
export async function control<T = unknown>(
  path: string,
  body: Record<string, unknown> = {},
): Promise<T> {
  const answer = await fetch(`${simulator}/control/${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as T
}

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
/** O que muda com a cor; o mais que o axe lê é igual nos dois temas. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block']

/** Espera a tela assentar: nada carregando (salvo se é isso que se olha), nenhum movimento com fim em curso. */
async function settle(page: Page, isLoading: boolean): Promise<void> {
  if (!isLoading) await expect(page.locator('[aria-busy="true"], .skeleton-delay')).toHaveCount(0)
  await page.evaluate(async () => {
    await document.fonts.ready
    const moving = document.getAnimations().filter(({ effect }) => {
      const { iterations } = effect?.getTiming() ?? {}
      return iterations !== Infinity
    })
    await Promise.allSettled(moving.map(({ finished }) => finished))
  })
}

/** Controles em que se lê algo que o nome deles não diz (WCAG 2.5.3), também o que se esconde do leitor de tela. */
async function hiddenWords(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const words = (text: string) =>
      text.toLocaleLowerCase('pt-BR').match(/[\p{L}\p{N}]+(?:[:.,/]\p{N}+)*/gu) ?? []
    const isSeen = (element: Element) => {
      const box = element.getBoundingClientRect()
      return (
        box.width > 1 && box.height > 1 && element.checkVisibility({ visibilityProperty: true })
      )
    }
    const wordsIn = (element: Element, counts: (part: Element) => boolean): string[] =>
      [...element.childNodes].flatMap((node) => {
        if (node instanceof Text) return words(node.data)
        return node instanceof Element && counts(node) ? wordsIn(node, counts) : []
      })
    /** O que se lê: sem o que só o leitor de tela ouve, nem as iniciais de um retrato. */
    const isRead = (part: Element) =>
      isSeen(part) && !part.matches('[data-slot="avatar"], option, svg, kbd')
    const isHeard = (part: Element) => part.getAttribute('aria-hidden') !== 'true'
    const controls = 'button, a, summary, input, select, [role="option"], [role^="menuitem"]'
    return [...document.querySelectorAll(controls)].flatMap((control) => {
      const name = control.getAttribute('aria-label')
      const label = control.matches('input') ? control.closest('label') : null
      // Um campo sem nome escrito tem o do rótulo, que é o que se lê.
      if (!isSeen(control) || (label && name === null)) return []
      const heard = name === null ? wordsIn(control, isHeard) : words(name)
      const missing = wordsIn(label ?? control, isRead).filter((word) => !heard.includes(word))
      return missing.length > 0 ? [`«${heard.join(' ')}» não diz «${missing.join(' ')}»`] : []
    })
  })
}

/** Axe limpo (WCAG 2.2 AA) em claro e escuro, e cada controle diz no nome o que mostra. */
export async function expectAccessible(page: Page, isLoading = false): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme)
    await settle(page, isLoading)
    const axe = new AxeBuilder({ page })
    const found = await (
      colorScheme === 'light' ? axe.withTags(RULES) : axe.withRules(COLOUR_RULES)
    ).analyze()
    const told = found.violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
    )
    expect(told, `${page.url()} (${colorScheme})`).toEqual([])
  }
  expect(await hiddenWords(page), page.url()).toEqual([])
  await page.emulateMedia({ colorScheme: 'light' })
}

export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const extra = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect(extra, `${page.url()} rola para o lado`).toBeLessThanOrEqual(0)
}

export const balcao = 'DEMO01-BALCAO-000001'

/** A pessoa escreve, e a conversa dela se abre. Devolve o que escreveu. */
export async function openChatOf(
  page: Page,
  { phone, name, stamp }: { phone: string; name: string; stamp: string },
  text = `Oi, aqui é ${stamp}`,
  instance = balcao,
): Promise<string> {
  await control(`instances/${instance}/write`, {
    kind: 'text',
    text,
    contact: phone,
    contact_name: name,
  })
  await page.goto('/chats')
  await page.locator('[data-chat]', { hasText: text }).click()
  await expect(page.locator('article', { hasText: text })).toBeVisible()
  return text
}
