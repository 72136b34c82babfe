/** Textos: um JSON por idioma, chaves com tipo, pt-BR por padrão. */
import i18n from 'i18next'
import { initReactI18next } from 'react-i18next'
import { rememberLanguage, storedLanguage, type Language } from './language'

type Loader = () => Promise<{ texts: Record<string, unknown> }>

const LOADERS: Record<Language, Loader> = {
  'pt-BR': () => import('./desk-pt-br'),
  en: () => import('./desk-en'),
}

/** O que nem toda tela usa, pedido por quem usa. */
const PART_LOADERS = {
  pages: { 'pt-BR': () => import('./pages-pt-br'), en: () => import('./pages-en') },
  thread: { 'pt-BR': () => import('./thread-pt-br'), en: () => import('./thread-en') },
} satisfies Record<string, Record<Language, Loader>>

type Part = keyof typeof PART_LOADERS

const loaded = new Set<Part>()

export function currentLanguage(): Language {
  return i18n.language === 'en' ? 'en' : 'pt-BR'
}

async function add(language: Language, loader: Loader): Promise<void> {
  i18n.addResourceBundle(language, 'translation', (await loader()).texts, true, true)
}

async function load(language: Language): Promise<void> {
  await Promise.all([
    add(language, LOADERS[language]),
    ...[...loaded].map((part) => add(language, PART_LOADERS[part][language])),
  ])
  document.documentElement.lang = language
}

/** Os textos de uma parte da casa, pedidos junto com a primeira tela dela. */
export async function loadTexts(part: Part): Promise<void> {
  loaded.add(part)
  const language = currentLanguage()
  await add(language, PART_LOADERS[part][language])
}

export async function startI18n(): Promise<void> {
  const language = storedLanguage() ?? 'pt-BR'
  if (!i18n.isInitialized) {
    await i18n.use(initReactI18next).init({
      lng: language,
      resources: {},
      returnNull: false,
      interpolation: { escapeValue: false },
    })
  }
  await load(language)
}

export async function changeLanguage(language: Language): Promise<void> {
  rememberLanguage(language)
  await load(language)
  await i18n.changeLanguage(language)
}
