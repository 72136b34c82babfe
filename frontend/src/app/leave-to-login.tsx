import { useEffect } from 'react'

/** O login é outra porta da casa (main.tsx): chega-se a ela recarregando. */
export function LeaveToLogin() {
  useEffect(() => {
    window.location.reload()
  }, [])
  return null
}
