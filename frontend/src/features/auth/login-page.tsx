import { Logo } from '@/components/logo'
import { Select } from '@/components/ui/select'
import { useTheme, type Theme } from '@/contexts/theme-context'
import { LANGUAGE_NAMES, LANGUAGES, type Language } from '@/i18n/language'
import { LoginForm } from './login-form'
import { useLoginText } from './login-text'

interface LoginPageProps {
  language: Language
  onLanguage: (language: Language) => void
  onDone: () => void
}

export function LoginPage({ language, onLanguage, onDone }: LoginPageProps) {
  const t = useLoginText()
  const { theme, setTheme } = useTheme()
  return (
    <main className="flex h-full flex-col items-center justify-center gap-4 overflow-y-auto p-4">
      <title>{`${t('auth.title')} · MultiChat`}</title>
      <div className="w-full rounded-bubble border bg-surface p-6 tablet:w-[22.5rem]">
        <h1 className="mb-5 flex items-center gap-2.5 text-page">
          <Logo className="size-8" />
          MultiChat
        </h1>
        <LoginForm onDone={onDone} />
      </div>
      <div className="flex w-full gap-2 tablet:w-[22.5rem]">
        <Select
          aria-label={t('common.language')}
          className="flex-1"
          value={language}
          onChange={(event) => {
            onLanguage(event.target.value as Language)
          }}
        >
          {LANGUAGES.map((code) => (
            <option key={code} value={code} lang={code}>
              {LANGUAGE_NAMES[code]}
            </option>
          ))}
        </Select>
        <Select
          aria-label={t('common.theme')}
          className="flex-1"
          value={theme}
          onChange={(event) => {
            setTheme(event.target.value as Theme)
          }}
        >
          <option value="system">{t('common.themeSystem')}</option>
          <option value="light">{t('common.themeLight')}</option>
          <option value="dark">{t('common.themeDark')}</option>
        </Select>
      </div>
    </main>
  )
}
