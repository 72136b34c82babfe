import { useLocation } from 'react-router'
import { maskPhone } from '@/lib/phone'

interface Asked {
  phone: string | null
  instance: number | null
}

/** O número, e de que instância, que outra tela (a paleta, um contato sem conversa) já trouxe: vem com a navegação. */
export function useAskedNumber(): Asked {
  const state: unknown = useLocation().state
  const given =
    typeof state === 'object' && state !== null ? (state as Record<string, unknown>) : {}
  const { phone, instance } = given
  return {
    phone: typeof phone === 'string' ? maskPhone(phone) : null,
    instance: typeof instance === 'number' ? instance : null,
  }
}
