import { useId, useMemo } from 'react'

const BARS = 48

interface WaveformProps {
  levels: number[] | null
  progress: number
  seed: number
}

/** Reduz ou repete até caber; sem dados do WhatsApp, um desenho baixo e parado que não finge som. */
function resample(levels: number[] | null): number[] {
  if (!levels || levels.length === 0) return Array.from({ length: BARS }, () => 18)
  return Array.from(
    { length: BARS },
    (_, bar) => levels[Math.floor((bar / BARS) * levels.length)] ?? 0,
  )
}

export function Waveform({ levels, progress, seed }: WaveformProps) {
  const clip = `${useId()}-${seed}`
  const path = useMemo(
    () =>
      resample(levels)
        .map((level, bar) => {
          const half = Math.max(1.5, (Math.min(100, level) / 100) * 14)
          const x = bar * 4 + 2
          return `M${x} ${16 - half}V${16 + half}`
        })
        .join(''),
    [levels],
  )
  return (
    <svg
      viewBox={`0 0 ${BARS * 4} 32`}
      preserveAspectRatio="none"
      aria-hidden
      className="size-full"
    >
      <clipPath id={clip}>
        <rect width={BARS * 4 * Math.min(1, progress)} height="32" />
      </clipPath>
      <path d={path} strokeWidth="2" strokeLinecap="round" className="stroke-border-strong" />
      <path
        d={path}
        strokeWidth="2"
        strokeLinecap="round"
        clipPath={`url(#${clip})`}
        className="stroke-accent"
      />
    </svg>
  )
}
