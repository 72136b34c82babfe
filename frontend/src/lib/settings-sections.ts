import type { paths } from './paths'

export type SettingsSection = Parameters<typeof paths.settingsSection>[0]

const OF_ALL: SettingsSection[] = ['profile', 'password', 'appearance', 'keyboard']

/** As seções das configurações que um papel vê; o backup é da instalação inteira. */
export function sectionsFor(role: 'admin' | 'manager' | 'operator'): SettingsSection[] {
  return role === 'admin' ? [...OF_ALL, 'backup'] : OF_ALL
}
