import { useState } from 'react'
import { cn } from '@/lib/cn'

interface AvatarProps {
  name: string
  src?: string | null
  className?: string
}

const HUES = ['bg-chart-1', 'bg-chart-2', 'bg-chart-3', 'bg-chart-4', 'bg-chart-6'] as const

function initials(name: string): string {
  const words = name
    .trim()
    .split(/\s+/)
    .filter((word) => /\p{L}/u.test(word))
  const first = words[0]?.match(/\p{L}/u)?.[0] ?? ''
  const last = words.length > 1 ? (words.at(-1)?.match(/\p{L}/u)?.[0] ?? '') : ''
  return (first + last).toUpperCase() || '#'
}

export function hueOf(name: string): number {
  let sum = 0
  for (const char of name) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) >>> 0
  return sum % HUES.length
}

/** Só fotos desta casa: a CSP barra as de fora, e pedi-las contaria ao WhatsApp quem está olhando. */
function isOurs(src: string | null | undefined): boolean {
  return (
    Boolean(src) &&
    (src?.startsWith('/') === true || src?.startsWith(window.location.origin) === true)
  )
}

/** Foto, ou iniciais quando ela venceu: as do WhatsApp duram dias e isso não é erro. */
export function Avatar({ name, src, className }: AvatarProps) {
  const [failed, setFailed] = useState<string | null>(null)
  const hasPhoto = isOurs(src) && failed !== src
  return (
    <span
      aria-hidden
      data-slot="avatar"
      className={cn(
        'relative grid shrink-0 place-items-center overflow-hidden rounded-full bg-sunken text-sub font-semibold select-none',
        className ?? 'size-10',
      )}
    >
      {hasPhoto ? (
        <img
          src={src ?? undefined}
          alt=""
          loading="lazy"
          referrerPolicy="no-referrer"
          className="size-full object-cover"
          onError={() => {
            setFailed(src ?? null)
          }}
        />
      ) : (
        <>
          <span className={cn('absolute inset-0 opacity-15', HUES[hueOf(name)])} />
          {/* As iniciais são desenho, não texto: quem nomeia é o nome ao lado. */}
          <span
            data-initials={initials(name)}
            className="relative text-text-2 before:content-[attr(data-initials)]"
          />
        </>
      )}
    </span>
  )
}
