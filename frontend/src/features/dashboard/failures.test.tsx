import { screen, within } from '@testing-library/react'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Stats } from '@/api/generated/types.gen'
import { renderScreen } from '@/test/screen'
import { ChartGrid } from './chart-grid'
import { TileRow } from './tile-row'
import { useSeries } from './use-series'

const none = { events: 10, failures: 0, send_failures: 0, in: 0, out: 0 }
const calm: Stats = {
  range: '24h',
  instances: { connected: 1, connecting: 0, disconnected: 0, degraded: 0 },
  events_24h: { by_hour: [], by_kind: {}, by_state: {} },
  messages_24h: { in: 0, out: 0, by_type: {} },
  failures: [],
  send_failures: [],
  latency_ms: { p50: null, p95: null },
  ledger: {
    received: 0,
    accepted: 0,
    duplicates: 0,
    rejected: {},
    pending: 0,
    processed: 0,
    ignored: 0,
    failed: 0,
  },
  series: [],
  totals: none,
  previous: { ...none, p95: null },
  chats_waiting: 0,
  chats_total: 0,
  oldest_pending_seconds: null,
  worker_seen_at: null,
  checklist: {
    has_cliente: true,
    has_instance: true,
    has_connected: true,
    webhooks_verified: true,
    has_test_message: true,
    has_operator: true,
  },
}

function Panel({ stats }: { stats: Stats }) {
  const series = useSeries('24h', stats.series)
  return (
    <>
      <TileRow stats={stats} series={series} range="24h" instance={null} updatedAt={0} />
      <ChartGrid stats={stats} series={series} instance={null} onOpen={() => undefined} />
    </>
  )
}

// O jsdom não mede: os gráficos ficam sem largura.
class NoResize {
  observe() {}
  unobserve() {}
  disconnect() {}
}

describe('as falhas do painel', () => {
  beforeEach(() => {
    vi.stubGlobal('ResizeObserver', NoResize)
  })

  it('conta os envios que falharam, com nome, ao lado dos eventos', () => {
    renderScreen(
      <Panel
        stats={{
          ...calm,
          totals: { ...none, failures: 1, send_failures: 4 },
          failures: [{ reason: 'KeyError', n: 1 }],
          send_failures: [{ reason: 'not_on_whatsapp', n: 4 }],
        }}
      />,
    )

    const tile = screen.getByRole('link', { name: /^Falhas/ })
    expect(within(tile).getByText('5')).toBeVisible()
    expect(tile).toHaveTextContent(/1 evento \(10\s?%\) · 4 envios/)
    expect(screen.getByRole('heading', { name: 'Eventos que falharam' })).toBeVisible()
    expect(screen.getByRole('heading', { name: 'Envios que falharam' })).toBeVisible()
    expect(screen.getByText('número sem WhatsApp')).toBeVisible()
  })

  it('só diz que nada falhou se nenhum envio falhou', () => {
    renderScreen(
      <Panel
        stats={{
          ...calm,
          totals: { ...none, send_failures: 2 },
          send_failures: [{ reason: 'refused', n: 2 }],
        }}
      />,
    )

    expect(screen.queryByText('Nenhuma falha no período.')).toBeNull()
    expect(screen.getByRole('link', { name: /^Falhas/ })).toHaveAttribute('href', '/chats')
  })

  it('diz que nada falhou', () => {
    renderScreen(<Panel stats={calm} />)

    expect(screen.getByText('Nenhuma falha no período.')).toBeVisible()
  })
})
