import { useSearchParams } from 'react-router'

/** O cliente que a administração escolheu olhar (`?cliente=`); null são todos. */
export function useClienteScope(): number | null {
  const [params] = useSearchParams()
  const id = Number(params.get('cliente'))
  return Number.isInteger(id) && id > 0 ? id : null
}
