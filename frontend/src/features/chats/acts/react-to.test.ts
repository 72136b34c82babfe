import { http as route, HttpResponse } from 'msw'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { aMessage } from '@/test/messages'
import { aToken, aUser, server } from '@/test/server'
import { actNotes } from './act-notes'
import { reactTo } from './react-to'

describe('reactTo', () => {
  beforeEach(() => {
    server.use(
      route.post('*/api/auth/refresh/', () => HttpResponse.json({ access: aToken(), user: aUser })),
    )
  })

  it('shows the reaction before the gateway answers, and then what the server says', async () => {
    const answered = aMessage({
      reactions: [{ emoji: '👍', sender_name: null, from_me: true, sender_id: '55' }],
    })
    server.use(route.post('*/api/mensagens/1/react/', () => HttpResponse.json(answered)))
    const patch = vi.fn()
    const done = reactTo(aMessage(), '👍', patch)
    expect(actNotes.get().get(1)).toEqual({ emoji: '👍' })
    await done
    expect(patch).toHaveBeenCalledWith(answered)
    expect(actNotes.get().get(1)).toBe(undefined)
  })

  it('takes it back and keeps the words of a refusal', async () => {
    server.use(
      route.post('*/api/mensagens/1/react/', () =>
        HttpResponse.json(
          {
            type: 'client_error',
            errors: [{ code: 'refused', detail: 'Reações exigem o plano PRO', attr: null }],
          },
          { status: 409 },
        ),
      ),
    )
    const patch = vi.fn()
    await reactTo(aMessage(), '👍', patch)
    expect(patch).not.toHaveBeenCalled()
    expect(actNotes.get().get(1)).toEqual({ error: 'Reações exigem o plano PRO' })
  })
})
