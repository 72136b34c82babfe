import { Check } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { asApiError } from '@/api/errors'
import { Card } from '@/components/ui/card'
import { Segmented } from '@/components/ui/segmented'
import { useTheme, type Density, type Theme } from '@/contexts/theme-context'
import { changeLanguage, currentLanguage } from '@/i18n'
import { LANGUAGE_NAMES, LANGUAGES, type Language } from '@/i18n/language'
import { updateMe } from './settings-api'

type Saved = 'theme' | 'density' | 'language'

/** Vale na hora neste aparelho; tema e idioma seguem a conta para os próximos. */
export function AppearanceSection() {
  const { t } = useTranslation()
  const { theme, density, setTheme, setDensity } = useTheme()
  const [saved, setSaved] = useState<Saved | null>(null)
  const [failed, setFailed] = useState<{ what: Saved; why: string } | null>(null)
  const language = currentLanguage()

  async function keep(what: Saved, save: () => Promise<void>) {
    setSaved(null)
    setFailed(null)
    try {
      await save()
      setSaved(what)
    } catch (error) {
      const problem = asApiError(error)
      setFailed({ what, why: problem.isNetwork ? t('errors.networkTitle') : problem.message })
    }
  }

  const row = (what: Saved, label: string, hint: string, control: ReactNode) => (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-t px-4 py-3 first:border-t-0">
      <span className="min-w-40 flex-1">
        <span className="block text-base">{label}</span>
        <span className="block text-meta text-text-3">{hint}</span>
        {failed?.what === what ? (
          <span role="alert" className="block text-meta text-warn">
            {t('settings.onlyHere', { why: failed.why })}
          </span>
        ) : null}
      </span>
      <span role="status" className="inline-flex w-16 items-center gap-1 text-sub text-ok">
        {saved === what ? (
          <>
            <Check aria-hidden className="size-4" strokeWidth={1.75} />
            {t('settings.saved')}
          </>
        ) : null}
      </span>
      {control}
    </div>
  )

  return (
    <Card>
      {row(
        'theme',
        t('common.theme'),
        t('settings.themeHint'),
        <Segmented<Theme>
          label={t('common.theme')}
          value={theme}
          onChange={(value) => {
            setTheme(value)
            void keep('theme', () => updateMe({ theme: value }))
          }}
          options={[
            { value: 'system', label: t('settings.system') },
            { value: 'light', label: t('settings.light') },
            { value: 'dark', label: t('settings.dark') },
          ]}
        />,
      )}
      {row(
        'density',
        t('settings.density'),
        t('settings.densityHint'),
        <Segmented<Density>
          label={t('settings.density')}
          value={density}
          onChange={(value) => {
            setDensity(value)
            setFailed(null)
            setSaved('density')
          }}
          options={[
            { value: 'comfortable', label: t('settings.comfortable') },
            { value: 'compact', label: t('settings.compact') },
          ]}
        />,
      )}
      {row(
        'language',
        t('common.language'),
        t('settings.languageHint'),
        <Segmented<Language>
          label={t('common.language')}
          value={language}
          onChange={(value) => {
            void keep('language', async () => {
              await changeLanguage(value)
              await updateMe({ language: value })
            })
          }}
          options={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
        />,
      )}
    </Card>
  )
}
