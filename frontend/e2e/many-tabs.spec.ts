// Por http numa rede local o navegador não dá Web Locks, e um host só tem seis conexões: seis abas não as podem gastar
// todas em fluxos abertos.
import { expect, test } from '@playwright/test'
import { somebody } from './cast'
import { balcao, control, login, people } from './steps'

const TABS = 6

test('sem Web Locks, seis abas na mesma rede não se travam umas às outras', async ({
  page,
  context,
  isMobile,
}) => {
  test.skip(isMobile, 'as conexões são do navegador, e não da tela')
  await context.addInitScript(() => {
    Reflect.deleteProperty(Navigator.prototype, 'locks')
  })
  await login(page, people.operator)
  // `login` só o diz à primeira.
  await context.addInitScript(() => {
    localStorage.setItem('multichat.session', '1')
  })
  const tabs = [page]
  while (tabs.length < TABS) tabs.push(await context.newPage())

  for (const tab of tabs) {
    await tab.goto('/chats')
    await expect(tab.locator('[data-chat]').first()).toBeVisible()
  }
  expect(await page.evaluate(() => 'locks' in navigator)).toBe(false)

  // Todas abertas: o que chega aparece, e a primeira ainda sabe pedir tudo outra vez.
  const { phone, name, stamp } = somebody()
  const text = `Chegou com seis abas ${stamp}`
  await control(`instances/${balcao}/write`, {
    kind: 'text',
    text,
    contact: phone,
    contact_name: name,
  })
  const last = tabs[TABS - 1] ?? page
  await expect(last.locator('[data-chat]', { hasText: text })).toBeVisible()
  await page.reload()
  await expect(page.locator('[data-chat]', { hasText: text })).toBeVisible()
})
