/** Textos: um JSON por idioma, chaves com tipo, pt-BR por padrão. */
import i18n from 'i18next'
import { initReactI18next } from 'react-i18next'
import { rememberLanguage, storedLanguage, type Language } from './language'

type Loader = () => Promise<{ texts: Record<string, unknown> }>

const LOADERS: Record<Language, Loader> = {
  'pt-BR': () => import('./desk-pt-br'),
  en: () => import('./desk-en'),
}

const PAGE_LOADERS: Record<Language, Loader> = {
  'pt-BR': () => import('./pages-pt-br'),
  en: () => import('./pages-en'),
}

let hasPages = false

export function currentLanguage(): Language {
  return i18n.language === 'en' ? 'en' : 'pt-BR'
}

async function add(language: Language, loader: Loader): Promise<void> {
  i18n.addResourceBundle(language, 'translation', (await loader()).texts, true, true)
}

async function load(language: Language): Promise<void> {
  await Promise.all([
    add(language, LOADERS[language]),
    hasPages ? add(language, PAGE_LOADERS[language]) : null,
  ])
  document.documentElement.lang = language
}

/** Os textos das páginas de gestão, pedidos junto com a primeira delas. */
export async function loadPageTexts(): Promise<void> {
  hasPages = true
  const language = currentLanguage()
  await add(language, PAGE_LOADERS[language])
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
