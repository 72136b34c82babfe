import type { Alert } from '@/features/alerts/model'

/** Uma queda já resolvida; o teste só diz o que lhe interessa. */
export function anAlert(changes: Partial<Alert> = {}): Alert {
  return {
    id: 1,
    cliente: 1,
    instance: 2,
    instance_name: 'Encomendas',
    kind: 'disconnected',
    state: 'resolved',
    message: 'Encomendas está desconectada (gravado pelo worker).',
    what_to_do: 'Reconecte.',
    value: 180,
    threshold: 120,
    unit: 's',
    opened_at: '2026-01-01T12:00:00Z',
    returned_at: null,
    seen_at: '2026-01-01T12:03:00Z',
    resolved_at: '2026-01-01T12:03:00Z',
    acknowledged_at: null,
    acknowledged_by: null,
    silenced_until: null,
    comment: null,
    flaps: 0,
    series: null,
    ...changes,
  }
}
