import {
  createContext,
  use,
  useCallback,
  useEffect,
  useMemo,
  useState,
  type ReactNode,
} from 'react'
import { readLocal, writeLocal } from '@/lib/storage'

export type Theme = 'system' | 'light' | 'dark'
export type Density = 'comfortable' | 'compact'

interface Appearance {
  theme: Theme
  density: Density
  setTheme: (theme: Theme) => void
  setDensity: (density: Density) => void
}

const ThemeContext = createContext<Appearance | null>(null)
const DARK_QUERY = '(prefers-color-scheme: dark)'

function readTheme(): Theme {
  const stored = readLocal('theme')
  return stored === 'light' || stored === 'dark' ? stored : 'system'
}

function readDensity(): Density {
  return readLocal('density') === 'compact' ? 'compact' : 'comfortable'
}

/** public/theme.js faz o mesmo antes da primeira pintura; aqui só se acompanha a mudança. */
function paint(theme: Theme): void {
  const isDark = theme === 'dark' || (theme === 'system' && matchMedia(DARK_QUERY).matches)
  document.documentElement.dataset['theme'] = isDark ? 'dark' : 'light'
}

export function ThemeProvider({ children }: { children: ReactNode }) {
  const [theme, setThemeState] = useState(readTheme)
  const [density, setDensityState] = useState(readDensity)

  useEffect(() => {
    paint(theme)
    const query = matchMedia(DARK_QUERY)
    const onChange = () => {
      paint(theme)
    }
    query.addEventListener('change', onChange)
    return () => {
      query.removeEventListener('change', onChange)
    }
  }, [theme])

  useEffect(() => {
    document.documentElement.dataset['density'] = density
  }, [density])

  const setTheme = useCallback((next: Theme) => {
    writeLocal('theme', next)
    setThemeState(next)
  }, [])
  const setDensity = useCallback((next: Density) => {
    writeLocal('density', next)
    setDensityState(next)
  }, [])

  const value = useMemo(
    () => ({ theme, density, setTheme, setDensity }),
    [theme, density, setTheme, setDensity],
  )
  return <ThemeContext value={value}>{children}</ThemeContext>
}

export function useTheme(): Appearance {
  const value = use(ThemeContext)
  if (!value) throw new Error('useTheme fora de ThemeProvider')
  return value
}
