/** localStorage que não derruba a tela quando está cheio, negado ou com lixo. */
export const LOCAL_PREFIX = 'multichat.'

export function readLocal(key: string): string | null {
  try {
    return localStorage.getItem(LOCAL_PREFIX + key)
  } catch {
    return null
  }
}

/** Os nomes guardados que começam assim. */
export function localKeys(start: string): string[] {
  try {
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(LOCAL_PREFIX + start))
      .map((key) => key.slice(LOCAL_PREFIX.length))
  } catch {
    return []
  }
}

export function writeLocal(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(LOCAL_PREFIX + key)
    else localStorage.setItem(LOCAL_PREFIX + key, value)
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

/** Se o que se guarda fica mesmo: negado ou cheio, não. */
export function keepsLocal(): boolean {
  writeLocal('probe', '1')
  const kept = readLocal('probe') !== null
  writeLocal('probe', null)
  return kept
}

export function writeLocalJson(key: string, value: unknown): void {
  writeLocal(key, value === null || value === undefined ? null : JSON.stringify(value))
}
