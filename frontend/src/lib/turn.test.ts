import { afterEach, expect, it, vi } from 'vitest'
import { holdLock } from './locks'

interface Tab {
  runs: number
  close: () => void
}

const tabs: Tab[] = []

/** Uma aba: se está com a vez agora, e como se fecha. */
function openTab(): void {
  const close = new AbortController()
  const tab: Tab = {
    runs: 0,
    close: () => {
      close.abort()
    },
  }
  holdLock('teste', close.signal, async (turn) => {
    tab.runs += 1
    await new Promise((resolve) => {
      turn.addEventListener('abort', resolve)
    })
    tab.runs -= 1
  })
  tabs.push(tab)
}

const running = () => tabs.filter(({ runs }) => runs > 0)

afterEach(() => {
  for (const tab of tabs.splice(0)) tab.close()
})

it('de seis abas, só a última à vista segura o fluxo', async () => {
  for (let at = 0; at < 6; at += 1) {
    openTab()
    await new Promise((resolve) => setTimeout(resolve, 5))
  }

  await vi.waitFor(() => {
    expect(running()).toEqual([tabs[5]])
  })
})

it('fechada a que tinha a vez, uma outra a toma, e só uma', async () => {
  for (let at = 0; at < 3; at += 1) {
    openTab()
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  await vi.waitFor(() => {
    expect(running()).toEqual([tabs[2]])
  })

  tabs[2]?.close()

  await vi.waitFor(() => {
    expect(running()).toHaveLength(1)
  })
  expect(running()).not.toContain(tabs[2])
  await new Promise((resolve) => setTimeout(resolve, 400))
  expect(running()).toHaveLength(1)
})
