import { defineConfig } from '@playwright/test'

// Sem semente pedida, cada vez tem a sua; os processos que contam as histórias herdam esta.
process.env.E2E_SEED ??= String(Date.now())

// As histórias rodam contra o produto de verdade (web + worker + simulador), já de pé.
export default defineConfig({
  testDir: 'e2e',
  // Cada história tem a sua gente: correm duas a duas, em qualquer ordem, e nenhuma ganha segunda vez.
  fullyParallel: true,
  workers: 2,
  retries: 0,
  // Tetos, não esperas: numa máquina cheia tudo vem, mais devagar.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [['list'], ['html', { open: 'never' }]],
  use: {
    baseURL: process.env.E2E_BASE_URL ?? 'http://127.0.0.1:8000',
    locale: 'pt-BR',
    timezoneId: 'America/Sao_Paulo',
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        // Um microfone de mentira, que apita a cada segundo, e ninguém a quem pedir licença.
        '--use-fake-ui-for-media-stream',
        '--use-fake-device-for-media-stream',
      ],
    },
  },
  projects: [
    { name: 'desktop', use: { viewport: { width: 1440, height: 900 } } },
    {
      name: 'phone',
      use: { viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true },
    },
  ],
})
