import { QueryClientProvider } from '@tanstack/react-query'
import { useEffect } from 'react'
import { queryClient } from '@/api/query-client'
import { AuthProvider } from '@/contexts/auth-context'
import { ThemeProvider } from '@/contexts/theme-context'
import { handleKey } from '@/lib/shortcuts'
import { keepFresh } from '@/live/invalidate'
import { Router } from './router'

export function Providers() {
  useEffect(() => {
    const stopFresh = keepFresh(queryClient)
    let stopLive: (() => void) | null = null
    let isGone = false
    // O fluxo não faz parte da primeira pintura.
    void import('@/live/stream').then(({ startLive }) => {
      if (!isGone) stopLive = startLive()
    })
    document.addEventListener('keydown', handleKey)
    return () => {
      isGone = true
      stopLive?.()
      stopFresh()
      document.removeEventListener('keydown', handleKey)
    }
  }, [])

  return (
    <AuthProvider>
      <ThemeProvider>
        <QueryClientProvider client={queryClient}>
          <Router />
        </QueryClientProvider>
      </ThemeProvider>
    </AuthProvider>
  )
}
