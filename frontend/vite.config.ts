import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'

const backend = process.env.BACKEND_URL ?? 'http://127.0.0.1:8000'

/** `x.json?login`: só as seções que a tela de login usa, para ela não carregar os textos da casa toda. */
function loginTexts(): Plugin {
  return {
    name: 'login-texts',
    enforce: 'pre',
    load(id) {
      if (!id.endsWith('.json?login')) return null
      const texts = JSON.parse(readFileSync(id.slice(0, -'?login'.length), 'utf8')) as Record<
        string,
        unknown
      >
      return ['auth', 'common']
        .map((section) => `export const ${section} = ${JSON.stringify(texts[section])}`)
        .join('\n')
    },
  }
}

/** O Axios traz dois transportes; esta casa só usa o XHR, e o de fetch pesa 5 KB. */
function axiosWithoutFetch(): Plugin {
  return {
    name: 'axios-without-fetch',
    apply: 'build',
    enforce: 'pre',
    load: (id) =>
      id.endsWith('axios/lib/adapters/fetch.js')
        ? 'export const getFetch = () => null\nexport default null'
        : null,
  }
}

export default defineConfig({
  base: '/',
  plugins: [loginTexts(), axiosWithoutFetch(), react(), tailwindcss()],
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
