import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useLiveRows } from '@/live/use-live-rows'
import { chatKey, chatQuery, openChats, touchedChats, writeChats } from '../cache/chat-rows'
import { fetchChat } from '../chats-api'

/** A conversa aberta e em dia. Sem a lista na tela (no celular), ninguém mais a corrigiria: nome, não lidas, «digitando». */
export function useLiveChat(chatId: number, isAlone: boolean) {
  const client = useQueryClient()
  const query = useQuery(chatQuery(client, chatId))
  useLiveRows({
    cache: openChats,
    queryKey: chatKey(chatId),
    touched: (changes) => (isAlone && touchedChats(changes).has(chatId) ? [chatId] : []),
    fetchRow: fetchChat,
    write: (row) => {
      writeChats(client, [row])
    },
    reread: () => Promise.resolve(isAlone ? [chatId] : []),
    rowByRow: 1,
  })
  return query
}
