import { useQuery } from '@tanstack/react-query'
import { Building2, Check, ChevronsUpDown } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { clienteOptions } from '@/api/cliente-options'
import { Menu, MenuItem, MenuLabel } from '@/components/ui/menu'
import { useHasRole } from '@/contexts/auth-context'
import { useClienteScope } from '@/hooks/use-cliente-scope'
import { clienteScope } from '@/lib/cliente-scope'
import { cn } from '@/lib/cn'

/** O recorte da administração: um cliente por vez, ou todos. */
function useSwitch() {
  const { t } = useTranslation()
  const isAdmin = useHasRole('admin')
  const [, setParams] = useSearchParams()
  const chosen = useClienteScope()
  const { data } = useQuery({ ...clienteOptions(), enabled: isAdmin })
  const all = data ?? []
  return {
    isOffered: isAdmin && all.length > 1,
    options: [{ id: null, name: t('nav.allClientes') }, ...all],
    chosen,
    name: all.find(({ id }) => id === chosen)?.name ?? t('nav.allClientes'),
    choose: (id: number | null) => {
      clienteScope.set(id === null ? null : String(id))
      setParams((current) => {
        const next = new URLSearchParams(current)
        if (id === null) next.delete('cliente')
        else next.set('cliente', String(id))
        // Uma instância de outro cliente esvaziaria a lista sem dizer por quê.
        next.delete('instance')
        return next
      })
    },
  }
}

/** Os itens, para um menu que já existe (o «Mais» do celular). */
export function ClienteItems() {
  const { t } = useTranslation()
  const { isOffered, options, chosen, choose } = useSwitch()
  if (!isOffered) return null
  return (
    <>
      <MenuLabel>{t('nav.cliente')}</MenuLabel>
      {options.map(({ id, name }) => (
        <MenuItem
          key={id ?? 'all'}
          icon={id === chosen ? Check : Building2}
          checked={id === chosen}
          onSelect={() => {
            choose(id)
          }}
        >
          {name}
        </MenuItem>
      ))}
    </>
  )
}

export function ClienteSwitcher({ isExpanded }: { isExpanded: boolean }) {
  const { t } = useTranslation()
  const { isOffered, chosen, name } = useSwitch()
  if (!isOffered) return null
  return (
    <Menu
      label={t('nav.cliente')}
      trigger={(trigger) => (
        <button
          type="button"
          aria-label={t('nav.clienteOf', { name })}
          data-tip={isExpanded ? undefined : t('nav.clienteOf', { name })}
          className={cn(
            'mb-1 flex h-10 shrink-0 items-center gap-2.5 rounded-control border px-2 text-left outline-offset-[-2px] hover:bg-sunken touch:h-11',
            chosen === null ? 'text-text-2' : 'border-accent bg-selected text-accent-text',
          )}
          {...trigger}
        >
          <Building2 aria-hidden className="size-5 shrink-0" strokeWidth={1.75} />
          {isExpanded ? (
            <>
              <span className="min-w-0 flex-1 truncate text-base">{name}</span>
              <ChevronsUpDown aria-hidden className="size-4 shrink-0" strokeWidth={1.75} />
            </>
          ) : null}
        </button>
      )}
    >
      <ClienteItems />
    </Menu>
  )
}
