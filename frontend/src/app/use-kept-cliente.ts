import { useEffect } from 'react'
import { useLocation, useNavigate } from 'react-router'
import { clienteScope } from '@/lib/cliente-scope'

/** Mantém `?cliente=` em todo endereço enquanto um está escolhido: os links da casa não precisam saber dele. */
export function useKeptCliente(): void {
  const { pathname, search, hash, state } = useLocation()
  const navigate = useNavigate()

  useEffect(() => {
    const params = new URLSearchParams(search)
    const asked = params.get('cliente')
    const kept = clienteScope.get()
    if (asked !== null || kept === null) {
      clienteScope.set(asked)
      return
    }
    params.set('cliente', kept)
    void navigate(
      { pathname, search: `?${params}`, hash },
      { replace: true, state: state as unknown },
    )
  }, [pathname, search, hash, state, navigate])
}
