/** O que se usou por último na paleta, por pessoa, neste navegador. */
import { Clock, type LucideIcon } from 'lucide-react'
import { readLocalJson, writeLocalJson } from '@/lib/storage'
import { SECTIONS, type Item, type SectionName } from './items'

const MAX = 6

interface Kept {
  id: string
  section: SectionName
  title: string
  hint: string | null
  href: string | null
}

const keyOf = (user: number) => `palette.${user}`

function read(user: number): Kept[] {
  const raw: unknown = readLocalJson(keyOf(user), [])
  return Array.isArray(raw) ? raw.filter(isKept) : []
}

/** O armazenamento pode ter lixo, ou o de outra versão. */
function isKept(value: unknown): value is Kept {
  if (typeof value !== 'object' || value === null) return false
  const { id, title, section } = value as Record<string, unknown>
  return (
    typeof id === 'string' && typeof title === 'string' && SECTIONS.includes(section as SectionName)
  )
}

export function remember(user: number, { id, section, title, hint, href }: Item): void {
  const kept: Kept = { id, section, title, hint: hint ?? null, href: href ?? null }
  writeLocalJson(keyOf(user), [kept, ...read(user).filter((one) => one.id !== id)].slice(0, MAX))
}

/** Os de agora com o nome de agora; o que só se lembra ainda abre pelo endereço; a ação que aqui não há, não aparece. */
export function recentItems(user: number, items: readonly Item[]): Item[] {
  const byId = new Map(items.map((item) => [item.id, item]))
  return read(user).flatMap(({ id, section, title, hint, href }): Item[] => {
    const now = byId.get(id)
    if (now) return [now]
    if (href === null) return []
    const icon: LucideIcon = Clock
    return [{ id, section, title, hint: hint ?? undefined, href, icon }]
  })
}
