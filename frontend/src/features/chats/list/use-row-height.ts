import { useMemo } from 'react'
import { useTheme } from '@/contexts/theme-context'
import { useMediaQuery } from '@/hooks/use-media-query'

/** A altura que o CSS dá à linha, em px: densidade e toque decidem lá, aqui só se lê. */
export function useRowHeight(): number {
  const { density } = useTheme()
  const isCoarse = useMediaQuery('(pointer: coarse)')
  return useMemo(() => {
    const rem = density === 'compact' && !isCoarse ? 3.25 : 4
    return rem * (Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16)
  }, [density, isCoarse])
}
