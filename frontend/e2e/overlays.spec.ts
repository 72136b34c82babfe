// O que abre por cima da página, o que fica à vista, e o que o dedo alcança.
import { expect, test, type Page } from '@playwright/test'
import { somebody } from './cast'
import { expectAccessible, login, openChatOf, people } from './steps'

test('a conversa nova abre por cima de onde se está, e Esc volta', async ({ page, isMobile }) => {
  test.skip(isMobile, 'é do teclado')
  await login(page, people.manager)
  await openChatOf(page, somebody())
  const here = page.url()
  await page.locator('[data-thread]').focus()

  await page.keyboard.press('c')
  await expect(page.getByLabel('Número', { exact: true })).toBeFocused()
  expect(page.url()).toBe(here)
  await expectAccessible(page)
  await page.keyboard.press('Escape')

  await expect(page.getByRole('dialog')).toHaveCount(0)
  expect(page.url()).toBe(here)
  await expect(page.locator('[data-thread]')).toBeFocused()

  await page.keyboard.press('?')
  await expect(page.getByRole('switch')).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page.locator('[data-thread]')).toBeFocused()
})

test('o cabeçalho dos detalhes fica à vista enquanto eles rolam', async ({ page }) => {
  await page.setViewportSize({ width: 1366, height: 420 })
  await login(page, people.manager)
  await openChatOf(page, somebody())
  await page.getByRole('button', { name: 'Abrir detalhes' }).click()
  const title = page.getByRole('heading', { name: 'Detalhes' })
  await expect(title).toBeVisible()

  await page.getByText('Ler aqui não envia', { exact: false }).scrollIntoViewIfNeeded()

  await expect(title).toBeInViewport()
})

test('ao lado do evento aberto, a lista ainda diz de quem é cada um', async ({
  page,
  isMobile,
}) => {
  test.skip(isMobile, 'no celular o painel toma a tela')
  await page.setViewportSize({ width: 1024, height: 768 })
  await login(page, people.manager)
  await openChatOf(page, somebody())
  await page.goto('/events')
  await page.locator('[data-event]').first().click()
  await expect(page.getByRole('complementary')).toBeVisible()

  await expect(
    page
      .locator('[data-event]')
      .getByText(/(^|· )\+55 /)
      .first(),
  ).toBeVisible()
})

/** Os controles à vista em que um dedo de 44 px cairia fora, ou noutro. */
async function tooSmall(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = []
    const controls = 'button:not(:disabled), select, input:not([type=hidden]), [role=switch]'
    for (const control of document.querySelectorAll<HTMLElement>(controls)) {
      const { x, y, width, height } = control.getBoundingClientRect()
      const [middleX, middleY] = [x + width / 2, y + height / 2]
      const reaches = (atX: number, atY: number) => {
        if (atX < 0 || atY < 0 || atX >= innerWidth || atY >= innerHeight) return true
        const hit = document.elementFromPoint(atX, atY)
        return hit !== null && (control.contains(hit) || control.closest('label')?.contains(hit))
      }
      const isShown = width > 2 && middleY > 0 && middleY < innerHeight && reaches(middleX, middleY)
      if (!isShown) continue
      // Um elo no meio de um texto é isento (WCAG 2.5.8).
      if (getComputedStyle(control).display === 'inline') continue
      const [isTall, isWide] = [
        [0, -21, 0, 21],
        [-21, 0, 21, 0],
      ].map(([x1 = 0, y1 = 0, x2 = 0, y2 = 0]) =>
        [reaches(middleX + x1, middleY + y1), reaches(middleX + x2, middleY + y2)].every(Boolean),
      )
      // Cortado pela borda de quem rola: conta o tamanho.
      if ((isTall || height >= 44) && (isWide || width >= 44)) continue
      found.push(`${control.ariaLabel ?? control.textContent} ${width}x${height}`)
    }
    return found
  })
}

for (const path of [
  '/chats',
  '/dashboard',
  '/instances',
  '/contacts',
  '/events',
  '/alerts',
  '/settings/keyboard',
]) {
  for (const [name, width] of [
    ['celular', 360],
    ['tablet', 1024],
  ] as const) {
    test(`no toque, ${path} no ${name}: nada menor que 44 px`, async ({ page, isMobile }) => {
      test.skip(!isMobile, 'é do dedo')
      await page.setViewportSize({ width, height: 740 })
      await login(page, people.admin)
      await page.goto(path)
      await expect(page.getByRole('heading').first()).toBeVisible()
      await expect(page.locator('[aria-busy="true"], .skeleton-delay')).toHaveCount(0)

      expect(await tooSmall(page)).toEqual([])
    })
  }
}
