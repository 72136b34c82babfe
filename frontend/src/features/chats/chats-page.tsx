import { useQueryClient } from '@tanstack/react-query'
import { MessagesSquare } from 'lucide-react'
import { lazy, Suspense, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation, useNavigate, useParams, useSearchParams } from 'react-router'
import { PageTitle } from '@/components/page-header'
import { useUser } from '@/contexts/auth-context'
import { usePhone } from '@/hooks/use-media-query'
import { useShortcuts } from '@/hooks/use-shortcuts'
import { loadTexts } from '@/i18n'
import { paths } from '@/lib/paths'
import type { ComposerHandle } from './composer/composer'
import { onAccepted, openOutgoing } from './composer/outgoing'
import { ListPane } from './list/list-pane'
import { PaneDivider, usePaneWidth } from './list/pane-divider'
import { listQuery } from './list/use-chat-filter'
import { refreshChat } from './cache/chat-rows'
import type { Chat } from './model'
import { rememberSentKey } from './thread/sent-keys'
import { ThreadSkeleton } from './thread/thread-skeleton'
import { writeMessages } from './cache/message-rows'
import { useUnreadTotal } from './use-unread-total'

// A conversa vem num pacote próprio, pedido já ao carregar a página: a lista não espera por ela.
const threadPane = Promise.all([import('./thread/thread-pane'), loadTexts('thread')])
const ThreadPane = lazy(() => threadPane.then(([module]) => ({ default: module.ThreadPane })))
// Só uma conversa aberta toca: até lá não há o que mostrar.
const MiniPlayer = lazy(() =>
  import('./bubbles/mini-player').then((module) => ({ default: module.MiniPlayer })),
)

/** Lista e conversa lado a lado; no celular, uma de cada vez, conforme a URL. */
export function ChatsPage() {
  const { t } = useTranslation()
  const { chatId } = useParams()
  const [params] = useSearchParams()
  const location = useLocation()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const user = useUser()
  const isPhone = usePhone()
  const unreadTotal = useUnreadTotal()
  const openId = Number(chatId) || null
  const focusListRef = useRef<(() => void) | null>(null)
  const orderRef = useRef<Chat[]>([])
  const composerRef = useRef<ComposerHandle | null>(null)
  const [width, setWidth] = usePaneWidth()

  useEffect(() => {
    openOutgoing(user.id)
    return onAccepted((message, key) => {
      rememberSentKey(message.id, key)
      writeMessages(queryClient, [message])
      refreshChat(queryClient, message.chat)
    })
  }, [user.id, queryClient])

  function open(chat: Chat | undefined) {
    if (!chat) return false
    void navigate(paths.chat(chat.id) + listQuery(params))
    return true
  }
  function neighbour(step: number) {
    const at = orderRef.current.findIndex(({ id }) => id === openId)
    return open(orderRef.current[at === -1 ? 0 : at + step])
  }
  function nextUnread() {
    const order = orderRef.current
    const at = order.findIndex(({ id }) => id === openId)
    // Dá a volta: depois da última, a primeira.
    const rest = [...order.slice(at + 1), ...order.slice(0, Math.max(0, at))]
    return open(rest.find(({ unread_count }) => unread_count > 0))
  }

  useShortcuts([
    { keys: 'n', run: nextUnread },
    { keys: 'alt+ArrowUp', inFields: true, run: () => neighbour(-1) },
    { keys: 'alt+ArrowDown', inFields: true, run: () => neighbour(1) },
    {
      keys: 'r',
      run: () => {
        composerRef.current?.focus()
      },
    },
  ])

  const message = params.get('msg') ?? ''
  const latest = (location.state as { latest?: number } | null)?.latest ?? 0
  return (
    <div className="flex min-h-0 flex-1">
      {openId === null ? <PageTitle parts={[t('nav.chats')]} unread={unreadTotal} /> : null}
      {isPhone && openId !== null ? null : (
        <section
          data-region
          aria-label={t('chats.list')}
          style={isPhone ? undefined : { width }}
          className="flex min-h-0 shrink-0 flex-col bg-surface phone:w-full"
        >
          <Suspense>
            <MiniPlayer openChatId={openId} />
          </Suspense>
          <ListPane openId={openId} focusRef={focusListRef} orderRef={orderRef} />
        </section>
      )}
      {isPhone ? null : <PaneDivider width={width} onWidth={setWidth} />}
      {openId !== null ? (
        <div className="flex min-h-0 min-w-0 flex-1 flex-col">
          <Suspense fallback={<ThreadSkeleton />}>
            <ThreadPane
              key={`${openId}-${message}-${latest}`}
              chatId={openId}
              opensLatest={latest > 0}
              unreadTotal={unreadTotal}
              composerRef={composerRef}
              onFocusList={() => focusListRef.current?.()}
            />
          </Suspense>
        </div>
      ) : isPhone ? null : (
        <div className="grid flex-1 place-items-center bg-canvas p-8">
          <p className="flex flex-col items-center gap-3 text-base text-text-3">
            <MessagesSquare aria-hidden className="size-8" strokeWidth={1.5} />
            {t('chats.pick')}
          </p>
        </div>
      )}
    </div>
  )
}
