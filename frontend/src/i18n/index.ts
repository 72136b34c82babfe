/** Textos: um JSON por idioma, chaves com tipo, pt-BR por padrão. */
import i18n from 'i18next'
import { initReactI18next } from 'react-i18next'
import { rememberLanguage, storedLanguage, type Language } from './language'

const LOADERS: Record<Language, () => Promise<Record<string, unknown>>> = {
  'pt-BR': () => import('./pt-BR.json'),
  en: () => import('./en.json'),
}

export function currentLanguage(): Language {
  return i18n.language === 'en' ? 'en' : 'pt-BR'
}

async function load(language: Language): Promise<void> {
  i18n.addResourceBundle(language, 'translation', await LOADERS[language](), true, true)
  document.documentElement.lang = language
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
