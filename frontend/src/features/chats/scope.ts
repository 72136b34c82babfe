import { createContext, use } from 'react'
import type { ActKind, Outgoing } from './model'
import type { Chat, Mensagem } from './model'

/** O que uma bolha pode pedir à conversa. Objeto estável: mudar a conversa não redesenha as bolhas. */
export interface ThreadActions {
  reply: (message: Mensagem) => void
  /** Leva o texto de volta ao campo de escrever; enviado o novo, o que falhou sai da vista. */
  rewrite: (text: string, failed?: Mensagem) => void
  /** Abre de novo o formulário de um envio que o servidor recusou. */
  recompose: (entry: Outgoing) => void
  /** `versions`: direto no que a mensagem já disse. */
  openInfo: (message: Mensagem, part?: 'versions') => void
  openMedia: (mediaId: number) => void
  jumpTo: (messageId: number) => void
  /** Não lida daqui em diante, para a equipe toda. */
  markUnread: (message: Mensagem) => void
  /** Abre o diálogo do ato. */
  act: (kind: ActKind, message: Mensagem) => void
  patch: (message: Mensagem) => void
}

export interface ThreadScope {
  chat: Chat
  actions: ThreadActions
  /** Pode abrir o evento cru e reconectar: gestor ou administrador. */
  isManager: boolean
  /** Por que o plano não deixa; null se deixa. */
  lacks: (feature: string) => string | null
}

export const ThreadContext = createContext<ThreadScope | null>(null)

export function useThreadScope(): ThreadScope {
  const scope = use(ThreadContext)
  if (!scope) throw new Error('bolha fora de uma conversa')
  return scope
}
