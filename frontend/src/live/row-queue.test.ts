import { describe, expect, it } from 'vitest'
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

  it('guarda o que não conseguiu ler para a próxima mudança', async () => {
    const asked: number[][] = []
    let isOffline = true
    const queue = new RowQueue()
    const fetchRows = (ids: number[]) => {
      asked.push(ids)
      return Promise.resolve(isOffline ? ids : [])
    }

    await queue.add([1, 2], fetchRows)
    isOffline = false
    await queue.add([3], fetchRows)

    expect(asked).toEqual([
      [1, 2],
      [1, 2, 3],
    ])
  })
})
