import { describe, expect, it, vi } from 'vitest'
import { RowQueue } from './row-queue'

describe('a fila de linhas a reler', () => {
  it('relê a linha que mudou enquanto era buscada', async () => {
    const server = { status: 'delivered' }
    let shown = ''
    let release = () => {}
    const queue = new RowQueue()
    const fetchRows = async () => {
      const answer = server.status
      await new Promise<void>((resolve) => {
        release = resolve
      })
      shown = answer
      return []
    }

    const done = queue.add([1], fetchRows)
    server.status = 'read'
    void queue.add([1], fetchRows)
    release()
    await Promise.resolve()
    await new Promise((resolve) => setTimeout(resolve, 0))
    release()
    await done

    expect(shown).toBe('read')
  })

  it('insiste sozinha no que não conseguiu ler, sem esperar outra mudança', async () => {
    vi.useFakeTimers()
    const asked: number[][] = []
    let isOffline = true
    const queue = new RowQueue()
    const fetchRows = (ids: number[]) => {
      asked.push(ids)
      return Promise.resolve(isOffline ? ids : [])
    }

    await queue.add([1, 2], fetchRows)
    await vi.runOnlyPendingTimersAsync()
    isOffline = false
    await vi.runAllTimersAsync()
    vi.useRealTimers()

    expect(asked).toEqual([
      [1, 2],
      [1, 2],
      [1, 2],
    ])
  })

  it('leva o que faltou junto com a mudança seguinte', async () => {
    const asked: number[][] = []
    const queue = new RowQueue()
    const fetchRows = (ids: number[]) => {
      asked.push(ids)
      return Promise.resolve(asked.length === 1 ? ids : [])
    }

    await queue.add([1], fetchRows)
    await queue.add([3], fetchRows)

    expect(asked).toEqual([[1], [1, 3]])
  })

  it('segue com quem pediu por último, mesmo com uma volta a meio', async () => {
    const asked: string[] = []
    let release = () => {}
    const queue = new RowQueue()
    const done = queue.add([1], async () => {
      asked.push('filtro velho')
      await new Promise<void>((resolve) => {
        release = resolve
      })
      return []
    })

    void queue.add([1], () => {
      asked.push('filtro novo')
      return Promise.resolve([])
    })
    release()
    await done

    expect(asked).toEqual(['filtro velho', 'filtro novo'])
  })

  it('não insiste por uma tela que fechou', async () => {
    vi.useFakeTimers()
    const asked: number[][] = []
    const queue = new RowQueue()

    await queue.add([1], (ids) => {
      asked.push(ids)
      return Promise.resolve(ids)
    })
    queue.stop()
    await vi.runAllTimersAsync()
    vi.useRealTimers()

    expect(asked).toEqual([[1]])
  })
})
