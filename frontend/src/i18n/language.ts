import { readLocal, writeLocal } from '@/lib/storage'

export type Language = 'pt-BR' | 'en'
export const LANGUAGES: readonly Language[] = ['pt-BR', 'en']
export const LANGUAGE_NAMES: Record<Language, string> = { 'pt-BR': 'Português', en: 'English' }

export function storedLanguage(): Language | null {
  const stored = readLocal('language')
  return stored === 'pt-BR' || stored === 'en' ? stored : null
}

export function rememberLanguage(language: Language): void {
  writeLocal('language', language)
}

/** A língua na tela: quem a troca, no login ou na mesa, a escreve no documento. */
export function screenLanguage(): Language {
  return document.documentElement.lang === 'en' ? 'en' : 'pt-BR'
}
