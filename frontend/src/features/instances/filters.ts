/** Filtros da lista: vivem na URL e agem sobre o que já está na tela. */
import { faceOf, type InstanceState } from '@/components/status-badge'
import type { Instance } from './model'

/** As perguntas de quem opera: está de pé, está estranha, está fora, ou ainda nem começou. */
export const HEALTHS = [
  'connected',
  'attention',
  'connecting',
  'disconnected',
  'neverConnected',
] as const
export type Health = (typeof HEALTHS)[number]

export function healthOf(instance: Pick<InstanceState, 'status' | 'status_reason'>): Health {
  switch (faceOf(instance)) {
    case 'connected':
      return 'connected'
    case 'connecting':
    case 'awaitingQr':
      return 'connecting'
    case 'neverConnected':
      return 'neverConnected'
    case 'noSignal':
    case 'gatewayUnreachable':
    case 'halfPaired':
    case 'paused':
      return 'attention'
    default:
      return 'disconnected'
  }
}

/** Conectada pela metade ou calada: o próximo passo é reiniciar, não ler outro código. */
export function needsRestart(instance: Pick<Instance, 'status' | 'status_reason'>): boolean {
  const face = faceOf(instance)
  return face === 'halfPaired' || face === 'noSignal'
}

export function parseHealth(value: string | null): Health | null {
  return HEALTHS.find((health) => health === value) ?? null
}

const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** Nome sem acento, número só com dígitos, ou o id do gateway. */
export function matches(instance: Instance, search: string): boolean {
  const words = plain(search.trim())
  if (words === '') return true
  const digits = words.replace(/\D/g, '')
  return (
    plain(instance.name).includes(words) ||
    plain(instance.instance_id).includes(words) ||
    plain(instance.cliente_name ?? '').includes(words) ||
    (digits.length >= 3 && (instance.phone ?? '').includes(digits))
  )
}
