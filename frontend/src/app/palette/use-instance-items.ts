import { useQuery } from '@tanstack/react-query'
import { QrCode, RotateCw, Send, Smartphone, Trash2, Unplug, type LucideIcon } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { matchPath, useLocation } from 'react-router'
import { useHasRole } from '@/contexts/auth-context'
import type { InstanceAct } from '@/features/instances/instance-act-dialog'
import { instanceOptions } from '@/api/instance-options'
import type { Instance } from '@/features/instances/model'
import { useClienteScope } from '@/hooks/use-cliente-scope'
import { formatPhone } from '@/lib/format'
import { paths } from '@/lib/paths'
import { useOfflineReason } from '@/forms/use-offline-reason'
import type { Item } from './items'

export interface AskedAct {
  instance: Instance
  /** Todos abrem o seu diálogo: nada perigoso se faz daqui. */
  act: InstanceAct | 'test'
}

const ACTS: { act: AskedAct['act']; icon: LucideIcon; keys?: string; isBad?: boolean }[] = [
  { act: 'test', icon: Send },
  { act: 'restart', icon: RotateCw, keys: '⇧R' },
  { act: 'disconnect', icon: Unplug, isBad: true },
  { act: 'delete', icon: Trash2, isBad: true },
]

/** As instâncias, e o que se faz com cada uma; as da que está aberta vêm antes, as das outras só se procuradas. */
export function useInstanceItems(ask: (asked: AskedAct) => void): Item[] {
  const { t } = useTranslation()
  const { pathname } = useLocation()
  const offline = useOfflineReason()
  const canWrite = useHasRole('admin', 'manager')
  const cliente = useClienteScope()
  const { data } = useQuery(instanceOptions())
  const openId = Number(matchPath(`${paths.instances}/:id/*`, pathname)?.params.id ?? Number.NaN)
  const rows = (data ?? []).filter((row) => cliente === null || row.cliente === cliente)
  return rows.flatMap((instance): Item[] => {
    const isOpen = instance.id === openId
    const phone = instance.phone ? formatPhone(instance.phone) : undefined
    const row: Item = {
      id: `instance:${instance.id}`,
      section: 'instances',
      icon: Smartphone,
      title: instance.name,
      hint: phone,
      also: instance.instance_id,
      digits: instance.phone ?? undefined,
      href: paths.instance(instance.id),
    }
    if (!canWrite) return [row]
    const place = { section: 'actions', isFocused: isOpen, isHidden: !isOpen } as const
    return [
      row,
      {
        ...place,
        id: `connect:${instance.id}`,
        icon: QrCode,
        title: t('palette.ofInstance', { act: t('instances.connect'), name: instance.name }),
        keys: isOpen ? 'Q' : undefined,
        href: paths.instanceConnect(instance.id),
      },
      ...ACTS.map(({ act, icon, keys, isBad }): Item => ({
        ...place,
        id: `${act}:${instance.id}`,
        icon,
        title: t('palette.ofInstance', {
          act: t(act === 'test' ? 'instances.sendTest' : `instances.${act}`),
          name: instance.name,
        }),
        keys: isOpen ? keys : undefined,
        tone: isBad ? 'bad' : undefined,
        disabledReason: offline,
        run: () => {
          ask({ instance, act })
        },
      })),
    ]
  })
}
