import type { ComponentType } from 'react'
import { useTranslation } from 'react-i18next'
import { NavLink, Navigate, useParams } from 'react-router'
import { PageHeader, PageTitle } from '@/components/page-header'
import { useUser } from '@/contexts/auth-context'
import { paths } from '@/lib/paths'
import { sectionsFor, type SettingsSection } from '@/lib/settings-sections'
import { AppearanceSection } from './appearance-section'
import { BackupSection } from './backup-section'
import { KeyboardSection } from './keyboard-section'
import { PasswordSection } from './password-section'
import { ProfileSection } from './profile-section'

const SECTIONS: Record<SettingsSection, ComponentType> = {
  profile: ProfileSection,
  password: PasswordSection,
  appearance: AppearanceSection,
  keyboard: KeyboardSection,
  backup: BackupSection,
}

export function SettingsPage() {
  const { t } = useTranslation()
  const { section } = useParams()
  const names = sectionsFor(useUser().role)
  const name = names.find((known) => known === section)
  if (!name) return <Navigate replace to={paths.settingsSection('profile')} />
  const Section = SECTIONS[name]
  return (
    <>
      <PageTitle parts={[t(`settings.${name}`), t('settings.title')]} />
      <PageHeader title={t('settings.title')} />
      <div className="flex min-h-0 flex-1 phone:flex-col">
        <nav
          aria-label={t('settings.sections')}
          className="flex shrink-0 gap-1 overflow-x-auto border-r bg-surface p-3 tablet:w-52 tablet:flex-col phone:border-r-0 phone:border-b phone:py-2"
        >
          {names.map((known) => (
            <NavLink
              key={known}
              to={paths.settingsSection(known)}
              className="flex h-control items-center rounded-control px-3 text-base whitespace-nowrap text-text-2 outline-offset-[-2px] hover:bg-sunken hover:text-text aria-[current=page]:bg-selected aria-[current=page]:font-medium aria-[current=page]:text-accent-text"
            >
              {t(`settings.${known}`)}
            </NavLink>
          ))}
        </nav>
        <div className="min-w-0 flex-1 overflow-y-auto p-4" data-region tabIndex={-1}>
          <section className="mx-auto flex max-w-xl flex-col gap-4">
            <h2 className="text-pane">{t(`settings.${name}`)}</h2>
            <Section />
          </section>
        </div>
      </div>
    </>
  )
}
