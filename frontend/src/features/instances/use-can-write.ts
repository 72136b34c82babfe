import { useHasRole } from '@/contexts/auth-context'

/** Operador vê e não mexe; o servidor também recusa. */
export function useCanWrite(): boolean {
  return useHasRole('admin', 'manager')
}
