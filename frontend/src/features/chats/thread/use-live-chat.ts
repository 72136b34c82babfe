import { useQueryClient } from '@tanstack/react-query'
import { asApiError } from '@/api/errors'
import { useRowQueue } from '@/live/row-queue'
import { useLive } from '@/live/use-live'
import { fetchChat } from '../chats-api'
import { writeChats } from '../list/use-chat-list'

/** Sem a lista na tela (no celular), ninguém mais poria em dia a conversa aberta: nome, não lidas, «digitando». */
export function useLiveChat(chatId: number, isAlone: boolean) {
  const queryClient = useQueryClient()
  const queue = useRowQueue()

  async function fetchRow(): Promise<number[]> {
    try {
      writeChats(queryClient, [await fetchChat(chatId)])
      return []
    } catch (error) {
      return asApiError(error).isFinal ? [] : [chatId]
    }
  }

  useLive((signal) => {
    // O recomeço já refaz o detalhe, como às outras consultas.
    if (!isAlone || signal.type === 'reset') return
    const isTouched = signal.changes.some(({ kind, id, chat }) =>
      kind === 'chat' || kind === 'presence'
        ? id === chatId
        : kind === 'mensagem' && chat === chatId,
    )
    if (isTouched) void queue.add(new Set([chatId]), fetchRow)
  })
}
