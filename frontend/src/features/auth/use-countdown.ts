import { useEffect, useState } from 'react'

/** Segundos que faltam; chega a 0 e para. */
export function useCountdown(): [number, (seconds: number) => void] {
  const [until, setUntil] = useState(0)
  const [left, setLeft] = useState(0)

  useEffect(() => {
    if (until === 0) return
    const tick = () => {
      const next = Math.max(0, Math.ceil((until - Date.now()) / 1000))
      setLeft(next)
      if (next === 0) setUntil(0)
    }
    tick()
    const timer = setInterval(tick, 250)
    return () => {
      clearInterval(timer)
    }
  }, [until])

  return [
    left,
    (seconds) => {
      setLeft(seconds)
      setUntil(Date.now() + seconds * 1000)
    },
  ]
}
