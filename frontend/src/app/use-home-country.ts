import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { call } from '@/api/call'
import { setHomeCountry } from '@/lib/country'
import { key } from '@/lib/key'

/** Aprende o país da instalação, que completa os números escritos sem o código dele; até lá, o Brasil. */
export function useHomeCountry(): void {
  const { data } = useQuery({
    queryKey: key('installation', 'limits'),
    queryFn: ({ signal }) => call('GET /api/installation/', { signal }),
    staleTime: Infinity,
  })
  const country = data?.country
  useEffect(() => {
    if (country) setHomeCountry(country)
  }, [country])
}
