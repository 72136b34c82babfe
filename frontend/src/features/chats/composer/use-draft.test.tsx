import { act, cleanup, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http as route, HttpResponse } from 'msw'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { aChat } from '@/test/chats'
import { renderScreen } from '@/test/screen'
import { aToken, aUser, server } from '@/test/server'
import type { Draft } from '../model'
import { useDraft } from './use-draft'

function Field({ chatId, saved = null }: { chatId: number; saved?: Draft | null }) {
  const chat = aChat({ id: chatId, draft: saved })
  const { draft, changeDraft, clearDraft } = useDraft({ userId: aUser.id, chat })
  return (
    <>
      <input
        aria-label="campo"
        value={draft.text}
        onChange={(event) => {
          changeDraft({ text: event.target.value })
        }}
      />
      <button onClick={clearDraft}>enviar</button>
    </>
  )
}

/** O rascunho no servidor; `isDown`: ninguém responde. Cada teste tem a sua conversa. */
const there = { text: null as string | null, isDown: false, slow: null as Promise<unknown> | null }

const field = () => screen.getByLabelText<HTMLInputElement>('campo')
const send = () => userEvent.click(screen.getByRole('button', { name: 'enviar' }))
const isSaved = (text: string | null) =>
  waitFor(() => {
    expect(there.text).toBe(text)
  })
const saved = (text: string, updated_at: string): Draft => ({ text, reply_to: null, updated_at })
const soon = () => new Date(Date.now() + 1).toISOString()

beforeEach(() => {
  Object.assign(there, { text: null, isDown: false, slow: null })
  server.use(
    route.post('*/api/auth/refresh/', () => HttpResponse.json({ access: aToken(), user: aUser })),
    route.put('*/api/chats/:id/draft/', async ({ request }) => {
      if (there.isDown) return HttpResponse.error()
      const { text } = (await request.json()) as { text: string }
      await there.slow
      there.text = text
      return HttpResponse.json(saved(text, soon()))
    }),
    route.delete('*/api/chats/:id/draft/', () => {
      if (there.isDown) return HttpResponse.error()
      there.text = null
      return new HttpResponse(null, { status: 204 })
    }),
  )
})

describe('o rascunho', () => {
  it('não volta depois de enviado, mesmo que o servidor ainda o tenha', async () => {
    renderScreen(<Field chatId={1} />)
    await userEvent.type(field(), 'olá')
    await isSaved('olá')
    const left = saved('olá', soon())
    await new Promise((resolve) => setTimeout(resolve, 5))
    there.isDown = true
    await send()
    cleanup()

    renderScreen(<Field chatId={1} saved={left} />)

    expect(field().value).toBe('')
  })

  it('apaga do servidor, na visita seguinte, o que numa anterior não conseguiu', async () => {
    there.text = 'olá'
    localStorage.setItem(
      `multichat.draft.${aUser.id}.2`,
      JSON.stringify({ updatedAt: '2026-01-01T00:00:02Z' }),
    )

    renderScreen(<Field chatId={2} saved={saved('olá', '2026-01-01T00:00:01Z')} />)

    await isSaved(null)
  })

  it('insiste em apagar quando a rede volta', async () => {
    renderScreen(<Field chatId={3} />)
    await userEvent.type(field(), 'olá')
    await isSaved('olá')
    vi.useFakeTimers({ shouldAdvanceTime: true })
    there.isDown = true
    await send()
    await vi.advanceTimersByTimeAsync(1_000)
    there.isDown = false
    await vi.advanceTimersByTimeAsync(3_000)
    vi.useRealTimers()

    await isSaved(null)
  })

  it('apaga só depois de chegar o que ainda ia a caminho', async () => {
    let land = () => {}
    there.slow = new Promise<void>((resolve) => {
      land = resolve
    })
    const order: string[] = []
    server.events.on('response:mocked', ({ request }) => {
      if (request.url.includes('/draft/')) order.push(request.method)
    })
    renderScreen(<Field chatId={4} />)
    await userEvent.type(field(), 'olá')
    await new Promise((resolve) => setTimeout(resolve, 600))
    await send()
    await new Promise((resolve) => setTimeout(resolve, 50))
    land()

    await waitFor(() => {
      expect(order).toEqual(['PUT', 'DELETE'])
    })
    expect(there.text).toBeNull()
  })

  it('de outro aparelho, mais novo, vale o do servidor', () => {
    localStorage.setItem(
      `multichat.draft.${aUser.id}.5`,
      JSON.stringify({ updatedAt: '2026-01-01T00:00:02Z' }),
    )

    renderScreen(<Field chatId={5} saved={saved('do celular', '2026-01-01T00:00:03Z')} />)

    expect(field().value).toBe('do celular')
  })

  it('enviado noutra aba, sai daqui também; o que aqui se mudou fica', async () => {
    const name = `multichat.draft.${aUser.id}.6`
    const stored = (text: string) => JSON.stringify({ text, updatedAt: '2026-01-01T00:00:02Z' })
    localStorage.setItem(name, stored('olá'))
    renderScreen(<Field chatId={6} />)
    const sentThere = () => {
      localStorage.setItem(name, JSON.stringify({ updatedAt: soon() }))
      window.dispatchEvent(new StorageEvent('storage', { key: name, oldValue: stored('olá') }))
    }

    act(sentThere)
    expect(field().value).toBe('')

    await userEvent.type(field(), 'outra coisa')
    act(sentThere)
    expect(field().value).toBe('outra coisa')
  })
})
