/** localStorage que não derruba a tela quando está cheio, negado ou com lixo. */
const PREFIX = 'multichat.'

export function readLocal(key: string): string | null {
  try {
    return localStorage.getItem(PREFIX + key)
  } catch {
    return null
  }
}

export function writeLocal(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(PREFIX + key)
    else localStorage.setItem(PREFIX + key, value)
  } catch {
    // Sem armazenamento a tela segue; só não lembra na próxima visita.
  }
}

export function readLocalJson<T>(key: string, fallback: T): T {
  const raw = readLocal(key)
  if (raw === null) return fallback
  try {
    return JSON.parse(raw) as T
  } catch {
    return fallback
  }
}

export function writeLocalJson(key: string, value: unknown): void {
  writeLocal(key, value === null || value === undefined ? null : JSON.stringify(value))
}
