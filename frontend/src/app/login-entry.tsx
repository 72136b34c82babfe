import { useState } from 'react'
import type { Root } from 'react-dom/client'
import { ThemeProvider } from '@/contexts/theme-context'
import { LoginPage } from '@/features/auth/login-page'
import { LoginTextContext } from '@/features/auth/login-text'
import { rememberLanguage, storedLanguage, type Language } from '@/i18n/language'
import { loadLoginTexts, type LoginText } from '@/i18n/login-texts'
import { safeNext } from '@/lib/paths'

const loadDesk = () => import('./desk-entry')

function Login({ language: first, text: firstText, onDone }: LoginProps) {
  const [language, setLanguage] = useState(first)
  const [text, setText] = useState(() => firstText)

  async function onLanguage(next: Language) {
    rememberLanguage(next)
    const loaded = await loadLoginTexts(next)
    setText(() => loaded)
    setLanguage(next)
  }

  return (
    <ThemeProvider>
      <LoginTextContext value={text}>
        <LoginPage
          language={language}
          onLanguage={(next) => void onLanguage(next)}
          onDone={onDone}
        />
      </LoginTextContext>
    </ThemeProvider>
  )
}

interface LoginProps {
  language: Language
  text: LoginText
  onDone: () => void
}

export async function openLogin(root: Root): Promise<void> {
  const language = storedLanguage() ?? 'pt-BR'
  const text = await loadLoginTexts(language)
  // Enquanto a pessoa digita, o resto da casa vem vindo.
  document.addEventListener('keydown', () => void loadDesk(), { once: true })
  root.render(
    <Login
      language={language}
      text={text}
      onDone={() => {
        const next = safeNext(new URLSearchParams(window.location.search).get('next'))
        window.history.replaceState(null, '', next)
        void loadDesk().then(({ openDesk }) => openDesk(root))
      }}
    />,
  )
}
