/**
 * Avisos de resultado de um ato; erro de formulário mora no formulário.
 * O sonner só é baixado quando há o que dizer. Tudo o que foi dito fica em `activityStore`.
 */
import { createStore } from '@/lib/store'

export interface Activity {
  id: number
  tone: 'plain' | 'error'
  text: string
  at: string
}

interface ToastOptions {
  action?: { label: string; onClick: () => void }
}

const KEPT = 50
let lastId = 0

export const activityStore = createStore<Activity[]>([])
export const toasterStore = createStore(false)

async function show(tone: Activity['tone'], text: string, options: ToastOptions): Promise<void> {
  const entry = { id: ++lastId, tone, text, at: new Date().toISOString() }
  activityStore.set((kept) => [entry, ...kept].slice(0, KEPT))
  toasterStore.set(true)
  const { toast } = await import('sonner')
  const settings = {
    // Erro fica até alguém fechar.
    duration: tone === 'error' ? Number.POSITIVE_INFINITY : 6_000,
    ...(options.action ? { action: options.action } : {}),
  }
  if (tone === 'error') toast.error(text, settings)
  else toast(text, settings)
}

export function showToast(text: string, options: ToastOptions = {}): void {
  void show('plain', text, options)
}

export function showErrorToast(text: string, options: ToastOptions = {}): void {
  void show('error', text, options)
}
