/**
 * Os textos da tela de login, sem o i18next: são duas seções dos mesmos arquivos e dois idiomas.
 * Deixa 15 KB fora da primeira tela.
 */
import type texts from './pt-BR.json'
import type { Language } from './language'

type Sections = Pick<typeof texts, 'auth' | 'common'>
type LoginKey = `auth.${keyof Sections['auth']}` | `common.${keyof Sections['common']}`
export type LoginText = (key: LoginKey, values?: Record<string, string>) => string

const LOADERS: Record<Language, () => Promise<Sections>> = {
  'pt-BR': () => import('./login-pt-br'),
  en: () => import('./login-en'),
}

export async function loadLoginTexts(language: Language): Promise<LoginText> {
  const sections = (await LOADERS[language]()) as unknown as Record<string, Record<string, string>>
  document.documentElement.lang = language
  return (key, values = {}) => {
    const [section = '', name = ''] = key.split('.')
    return (sections[section]?.[name] ?? key).replace(
      /\{\{(\w+)\}\}/g,
      (_, blank: string) => values[blank] ?? '',
    )
  }
}
