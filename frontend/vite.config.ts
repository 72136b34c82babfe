import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'

const backend = process.env.BACKEND_URL ?? 'http://127.0.0.1:8000'

/** As páginas de gestão têm textos de sobra; eles vêm com a primeira delas, não com as conversas. */
const PAGE_SECTIONS: readonly string[] = [
  'dashboard',
  'instances',
  'events',
  'users',
  'clientes',
  'settings',
  'alerts',
  'contacts',
  'palette',
  'keyboard',
  'backup',
  'gatewayQueue',
]

/** O que só uma conversa aberta diz vem com ela, e não com a lista. */
const THREAD_SECTIONS: readonly string[] = [
  'act',
  'attach',
  'composer',
  'details',
  'gallery',
  'gatewayQueue',
  'groups',
  'message',
  'more',
  'media',
  'outcome',
  'said',
  'steps',
  'thread',
  'viewer',
  'voice',
]

/** Uma seção pode ser das duas; a que não é de nenhuma vem com a mesa. */
function isIn(part: string, section: string): boolean {
  const [inPages, inThread] = [PAGE_SECTIONS, THREAD_SECTIONS].map((all) => all.includes(section))
  if (part === 'desk') return !inPages && !inThread
  return Boolean(part === 'pages' ? inPages : inThread)
}

/**
 * Um JSON por idioma, quatro pacotes: `?login` (duas seções, soltas), `?desk` (o que toda tela usa),
 * `?thread` (a conversa aberta) e `?pages` (as páginas de gestão).
 */
function splitTexts(): Plugin {
  return {
    name: 'split-texts',
    enforce: 'pre',
    load(id) {
      const [, file, part] = /^(.*\.json)\?(login|desk|thread|pages)$/.exec(id) ?? []
      if (!file) return null
      const texts = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>
      if (part === 'login') {
        return ['auth', 'common']
          .map((section) => `export const ${section} = ${JSON.stringify(texts[section])}`)
          .join('\n')
      }
      const chosen = Object.fromEntries(
        Object.entries(texts).filter(([section]) => isIn(part ?? 'desk', section)),
      )
      return `export const texts = ${JSON.stringify(chosen)}`
    },
  }
}

export default defineConfig({
  base: '/',
  plugins: [splitTexts(), react(), tailwindcss()],
  resolve: {
    alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) },
  },
  server: {
    port: 5173,
    proxy: {
      // A origem fica a do back-end: ele confere Origin no cookie de renovação.
      '/api': { target: backend, changeOrigin: true, headers: { origin: backend } },
      '/webhook': { target: backend, changeOrigin: true },
    },
  },
  build: {
    outDir: 'dist',
    assetsDir: 'assets',
    // Só navegadores com Web Locks, :has e <dialog>; o polyfill seria peso morto.
    target: 'es2023',
    modulePreload: { polyfill: false },
    // A CSP não deixa passar data: em fonte nem em script.
    assetsInlineLimit: 0,
    manifest: true,
  },
  test: {
    environment: 'jsdom',
    environmentOptions: { jsdom: { url: 'http://localhost/' } },
    setupFiles: ['src/test/setup.ts'],
    include: ['src/**/*.test.{ts,tsx}'],
    restoreMocks: true,
  },
})
