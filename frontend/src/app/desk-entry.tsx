import { StrictMode } from 'react'
import type { Root } from 'react-dom/client'
import { asApiError } from '@/api/errors'
import { refreshSession, sessionStore, type SessionUser } from '@/api/session'
import { changeLanguage, startI18n } from '@/i18n'
import { storedLanguage } from '@/i18n/language'
import { loginPath } from '@/lib/paths'
import { readLocal } from '@/lib/storage'
import { OpeningError } from './opening-error'
import { OpeningShell } from './opening-shell'
import { Providers } from './providers'

/** O que a pessoa escolheu neste aparelho vale mais que o que a conta lembra. */
async function adoptPreferences(user: SessionUser): Promise<void> {
  if (!storedLanguage() && user.language) await changeLanguage(user.language)
  if (!readLocal('theme') && user.theme && user.theme !== 'system') {
    const isDark = user.theme === 'dark'
    document.documentElement.dataset['theme'] = isDark ? 'dark' : 'light'
  }
}

export async function openDesk(root: Root): Promise<void> {
  root.render(<OpeningShell />)
  const texts = startI18n()
  try {
    if (sessionStore.get().status !== 'in') await refreshSession()
  } catch (error) {
    await texts
    const failure = asApiError(error)
    if (failure.status === 401 || failure.status === 403) {
      window.location.replace(loginPath(window.location.pathname + window.location.search))
      return
    }
    root.render(<OpeningError isNetwork={failure.isNetwork} onRetry={() => void openDesk(root)} />)
    return
  }
  await texts
  const { user } = sessionStore.get()
  if (user) await adoptPreferences(user)
  root.render(
    <StrictMode>
      <Providers />
    </StrictMode>,
  )
}
