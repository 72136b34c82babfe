/** Contatos de uma instância para escolher, de qualquer tela: um grupo novo, gente a pôr num grupo. */
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { call } from './call'
import { key } from '@/lib/key'

interface PersonOption {
  /** Dígitos, ou …@lid. */
  address: string
  name: string | null
  picture: string | null
}

const SHOWN = 30

const peopleOptions = (instance: number | null, search: string) =>
  queryOptions({
    queryKey: key('people', 'options', { instance, search }),
    queryFn: async ({ signal }): Promise<PersonOption[]> => {
      const { results } = await call('GET /api/contacts/', {
        query: {
          limit: SHOWN,
          blocked: false,
          ...(instance ? { instance } : {}),
          ...(search ? { search } : {}),
        },
        signal,
      })
      return results.map(({ address, name, picture }) => ({ address, name, picture }))
    },
    enabled: instance !== null,
    placeholderData: keepPreviousData,
  })

/** O que se escreve para achar gente, e quem casa: o que o seletor de pessoas pede, pronto para ele. */
export function usePeopleSearch(instance: number | null) {
  const [typed, setTyped] = useState('')
  const search = useDeferredValue(typed.trim())
  const { data, isError, refetch } = useQuery(peopleOptions(instance, search))
  return {
    search: typed,
    onSearch: setTyped,
    options: data,
    hasFailed: isError,
    onRetry: () => void refetch(),
  }
}
