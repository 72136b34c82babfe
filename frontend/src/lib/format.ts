/** Datas, números e tamanhos por Intl; os formatadores são caros e ficam guardados por idioma. */
const cache = new Map<string, Intl.DateTimeFormat>()

function formatter(language: string, name: string, options: Intl.DateTimeFormatOptions) {
  const key = `${language}|${name}`
  let found = cache.get(key)
  if (!found) {
    found = new Intl.DateTimeFormat(language, options)
    cache.set(key, found)
  }
  return found
}

/** Reais, a moeda do Pix. */
export function formatMoney(value: number, language: string): string {
  return new Intl.NumberFormat(language, { style: 'currency', currency: 'BRL' }).format(value)
}

export function formatTime(iso: string, language: string): string {
  return formatter(language, 'time', { hour: '2-digit', minute: '2-digit', hour12: false }).format(
    new Date(iso),
  )
}

/** Com segundos e milésimos, para rastros. */
export function formatPreciseTime(iso: string, language: string): string {
  return formatter(language, 'precise', {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
    hour12: false,
  }).format(new Date(iso))
}

export function formatDate(iso: string, language: string): string {
  return formatter(language, 'date', { day: '2-digit', month: '2-digit', year: 'numeric' }).format(
    new Date(iso),
  )
}

export function formatDateTime(iso: string, language: string): string {
  return formatter(language, 'datetime', {
    dateStyle: 'short',
    timeStyle: 'medium',
    hour12: false,
  }).format(new Date(iso))
}

/** Dia por extenso, como separador de conversa. */
export function formatLongDay(iso: string, language: string): string {
  const date = new Date(iso)
  const isThisYear = date.getFullYear() === new Date().getFullYear()
  return formatter(language, isThisYear ? 'longday' : 'longdayyear', {
    weekday: isThisYear ? 'long' : undefined,
    day: 'numeric',
    month: 'long',
    year: isThisYear ? undefined : 'numeric',
  }).format(date)
}

export function formatShortDay(iso: string, language: string): string {
  return formatter(language, 'shortday', { day: '2-digit', month: '2-digit' }).format(new Date(iso))
}

/** Dias de calendário entre a data e hoje: 0 hoje, 1 ontem. */
export function daysAgo(iso: string, now: Date = new Date()): number {
  const date = new Date(iso)
  const day = Date.UTC(date.getFullYear(), date.getMonth(), date.getDate())
  const today = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate())
  return Math.round((today - day) / 86_400_000)
}

export function dayKey(iso: string): string {
  const date = new Date(iso)
  return `${date.getFullYear()}-${date.getMonth()}-${date.getDate()}`
}

export function formatNumber(value: number, language: string): string {
  return new Intl.NumberFormat(language).format(value)
}

const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
]

export function formatRelative(iso: string, language: string, now = Date.now()): string {
  const seconds = Math.round((new Date(iso).getTime() - now) / 1000)
  const [unit, size] = UNITS.find(([, length]) => Math.abs(seconds) >= length) ?? ['second', 1]
  const count = Math.trunc(seconds / size)
  // «agora», e não «em 0 seg.».
  const numeric = count === 0 ? 'auto' : 'always'
  return new Intl.RelativeTimeFormat(language, { numeric, style: 'short' }).format(count, unit)
}

/** «8 min», «2 h», «3 d»: quanto tempo, sem dizer antes ou depois. */
export function formatSpan(ms: number, language: string): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const [unit, size] = UNITS.find(([, length]) => seconds >= length) ?? ['second', 1]
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short' }).format(
    Math.floor(seconds / size),
  )
}

/** 75 → «1:15». */
export function formatClock(totalSeconds: number): string {
  const seconds = Math.max(0, Math.round(totalSeconds))
  const minutes = Math.floor(seconds / 60)
  const rest = String(seconds % 60).padStart(2, '0')
  if (minutes < 60) return `${minutes}:${rest}`
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}:${rest}`
}

export function formatBytes(bytes: number, language: string): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const
  let value = bytes
  let at = 0
  while (value >= 1024 && at < units.length - 1) {
    value /= 1024
    at += 1
  }
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: units[at] ?? 'byte',
    // «182 bytes»: o curto não tem plural; o longo de kilobyte já não caberia.
    unitDisplay: at === 0 ? 'long' : 'short',
    maximumFractionDigits: value < 10 && at > 0 ? 1 : 0,
  }).format(value)
}

/** Palavras alheias entre aspas: o ponto final delas sobraria junto do nosso. */
export function withoutStop(words: string): string {
  return words.trim().replace(/\.+$/, '')
}

/** 5511900000002 → «+55 11 90000-0002»; o que não é do Brasil fica só com o +. */
export function formatPhone(digits: string): string {
  const match = /^55(\d{2})(\d{4,5})(\d{4})$/.exec(digits)
  return match ? `+55 ${match[1]} ${match[2]}-${match[3]}` : `+${digits}`
}
