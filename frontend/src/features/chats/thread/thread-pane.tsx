import { useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useCallback, useMemo, useRef, useState, type RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate, useSearchParams } from 'react-router'
import { key } from '@/lib/key'
import { call } from '@/api/call'
import { mediaItemOf } from '@/api/chat-media'
import { asApiError } from '@/api/errors'
import { PageTitle } from '@/components/page-header'
import { showErrorToast, showToast } from '@/lib/toast'
import { Button } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { Sheet } from '@/components/ui/sheet'
import { useHasRole } from '@/contexts/auth-context'
import { usePhone, useWide } from '@/hooks/use-media-query'
import { useShortcuts } from '@/hooks/use-shortcuts'
import { paths } from '@/lib/paths'
import { readLocal, writeLocal } from '@/lib/storage'
import type { ActKind } from '../model'
import { Composer, type ComposerHandle } from '../composer/composer'
import { named } from '../chats-api'
import { listQuery } from '../list/use-chat-filter'
import { chatKey, writeChats } from '../cache/chat-rows'
import type { Chat, Mensagem } from '../model'
import { useInstances } from '../use-instances'
import { useLimits } from '../use-limits'
import { ThreadContext, type ThreadActions } from '../scope'
import { ThreadHeader } from './thread-header'
import { ThreadSkeleton } from './thread-skeleton'
import { ThreadView, type ThreadHandle } from './thread-view'
import { firstUnread, useEntry } from './use-entry'
import { useFileDrop } from './use-file-drop'
import { useLiveChat } from './use-live-chat'
import { useThread } from './use-thread'

const DetailsPane = lazy(() =>
  import('../details/details-pane').then((module) => ({ default: module.DetailsPane })),
)
const MessageInfo = lazy(() =>
  import('../details/message-info').then((module) => ({ default: module.MessageInfo })),
)
const ActDialogs = lazy(() =>
  import('../acts/act-dialogs').then((module) => ({ default: module.ActDialogs })),
)
const MediaViewer = lazy(() =>
  import('@/components/gallery/media-viewer').then((module) => ({ default: module.MediaViewer })),
)

interface ThreadPaneProps {
  chatId: number
  /** Pediu-se o fim, tenha o que tiver por ler. */
  opensLatest: boolean
  unreadTotal: number
  composerRef: RefObject<ComposerHandle | null>
  onFocusList: () => void
}

/** Uma conversa aberta. Nasce de novo a cada conversa e a cada mensagem apontada (key). */
export function ThreadPane({
  chatId,
  opensLatest,
  unreadTotal,
  composerRef,
  onFocusList,
}: ThreadPaneProps) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [params] = useSearchParams()
  const queryClient = useQueryClient()
  const goalMessageId = Number(params.get('msg')) || null
  const detail = useLiveChat(chatId, usePhone())
  const chat = detail.data
  // Do cadastro da lista não vem first_unread_id; só o detalhe decide as conversas com muitas não lidas.
  const entry = useEntry(chat, goalMessageId, opensLatest)
  const suffix = listQuery(params)

  if (detail.isError && !chat) {
    const isGone = asApiError(detail.error).status === 404
    return (
      <Empty
        kind={isGone ? 'no-match' : 'error'}
        title={isGone ? t('errors.notFound') : t('thread.failed')}
        className="flex-1"
        actions={
          isGone ? (
            <Button onClick={() => void navigate(paths.chats + suffix)}>
              {t('thread.backToList')}
            </Button>
          ) : (
            <Button onClick={() => void detail.refetch()}>{t('common.retry')}</Button>
          )
        }
      />
    )
  }
  if (!chat || entry.around === undefined) return <ThreadSkeleton />
  return (
    <OpenThread
      chat={chat}
      around={entry.around}
      unreadAtOpen={entry.unreadAtOpen}
      firstUnreadId={queryClient.getQueryData<Chat>(chatKey(chatId))?.first_unread_id ?? null}
      goalMessageId={goalMessageId}
      opensLatest={opensLatest}
      unreadTotal={unreadTotal}
      composerRef={composerRef}
      onFocusList={onFocusList}
      suffix={suffix}
    />
  )
}

interface OpenThreadProps {
  chat: Chat
  around: number | null
  unreadAtOpen: number
  firstUnreadId: number | null
  goalMessageId: number | null
  opensLatest: boolean
  unreadTotal: number
  composerRef: RefObject<ComposerHandle | null>
  onFocusList: () => void
  suffix: string
}

function OpenThread({
  chat,
  around,
  unreadAtOpen,
  firstUnreadId,
  goalMessageId,
  opensLatest,
  unreadTotal,
  composerRef,
  onFocusList,
  suffix,
}: OpenThreadProps) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const isPhone = usePhone()
  const isWide = useWide()
  const isManager = useHasRole('admin', 'manager')
  const thread = useThread(chat.id, around)
  const threadRef = useRef<ThreadHandle>(null)
  const instance = useInstances().find(({ id }) => id === chat.instance)
  const [areDetailsOpen, setDetailsOpen] = useState(() => isWide && readLocal('details') === 'open')
  const [infoOf, setInfoOf] = useState<{ message: Mensagem; startsAtVersions: boolean } | null>(
    null,
  )
  const [viewing, setViewing] = useState<number | null>(null)
  const [acting, setActing] = useState<{ kind: ActKind; message: Mensagem } | null>(null)
  const [dividerId, setDividerId] = useState<number | null | undefined>(undefined)
  /** Quantas ficaram por ler quando alguém as marcou assim; nulo: ninguém marcou. */
  const [markedUnread, setMarkedUnread] = useState<number | null>(null)
  const dropRef = useRef<HTMLDivElement>(null)
  const isDropping = useFileDrop(dropRef, (files) => composerRef.current?.attach(files))
  const { window: messages, patch } = thread

  function toggleDetails() {
    if (isWide) writeLocal('details', areDetailsOpen ? null : 'open')
    setDetailsOpen(!areDetailsOpen)
  }
  const closeDetails = useCallback(() => {
    setDetailsOpen(false)
  }, [])
  useShortcuts([{ keys: ']', run: toggleDetails }])

  const hrefOf = useCallback(
    (messageId: number) => {
      const next = new URLSearchParams(suffix)
      next.set('msg', String(messageId))
      return `${paths.chat(chat.id)}?${next}`
    },
    [chat.id, suffix],
  )

  const jumpTo = useCallback(
    (messageId: number) => {
      if (threadRef.current?.jumpTo(messageId)) return
      void navigate(hrefOf(messageId))
    },
    [hrefOf, navigate],
  )
  const toLatest = useCallback(() => {
    void navigate(paths.chat(chat.id) + suffix, { state: { latest: Date.now() } })
  }, [chat.id, navigate, suffix])

  const unreadFrom = useCallback(
    (message: Mensagem) => {
      call('POST /api/chats/{id}/unread/', {
        path: { id: chat.id },
        body: { since: message.id },
      }).then(
        (row) => {
          setDividerId(message.id)
          setMarkedUnread(row.unread_count)
          writeChats(queryClient, [named(row)])
          void queryClient.invalidateQueries({ queryKey: key('chats', 'counts') })
          showToast(t('message.markedUnread'))
        },
        (error: unknown) => {
          const { isNetwork, message: words } = asApiError(error)
          showErrorToast(isNetwork ? t('message.unreadFailed') : words)
        },
      )
    },
    [chat.id, queryClient, t],
  )

  const actions = useMemo<ThreadActions>(
    () => ({
      reply: (message) => composerRef.current?.reply(message),
      rewrite: (text, failed) => composerRef.current?.rewrite(text, failed),
      recompose: (entry) => composerRef.current?.recompose(entry),
      openInfo: (message, part) => {
        setInfoOf({ message, startsAtVersions: part === 'versions' })
      },
      openMedia: setViewing,
      jumpTo,
      markUnread: unreadFrom,
      act: (kind, message) => {
        setActing({ kind, message })
      },
      patch,
    }),
    [composerRef, jumpTo, patch, unreadFrom],
  )
  const lacks = useLimits(chat.instance)
  const scope = useMemo(
    () => ({ chat, actions, isManager, lacks }),
    [chat, actions, isManager, lacks],
  )
  if (messages && dividerId === undefined) {
    setDividerId(firstUnread(messages.items, messages.newer === null, unreadAtOpen, firstUnreadId))
  }
  function editLast(): boolean {
    const last = messages?.items.findLast(
      ({ direction, type, message_id, revoked_at }) =>
        direction === 'out' && type === 'text' && message_id !== null && revoked_at === null,
    )
    if (!last || lacks('edit') !== null) return false
    actions.act('edit', last)
    return true
  }
  const newestMedia =
    messages?.items.findLast(({ media }) => media?.status === 'ready')?.media?.id ?? null
  const details = (
    <DetailsPane
      chat={chat}
      instance={instance}
      onClose={closeDetails}
      newestMedia={newestMedia}
      hrefOf={hrefOf}
    />
  )

  return (
    <ThreadContext value={scope}>
      <PageTitle parts={[chat.name, t('nav.chats')]} unread={unreadTotal} />
      <div className="flex min-h-0 min-w-0 flex-1">
        <div ref={dropRef} className="relative flex min-h-0 min-w-0 flex-1 flex-col bg-canvas">
          {isDropping ? (
            <div className="pointer-events-none absolute inset-2 z-20 grid place-items-center rounded-bubble border-2 border-dashed border-accent bg-surface/95 p-4 text-center text-pane">
              <p>
                {t('attach.drop')} <strong className="font-semibold">{chat.name}</strong>
              </p>
            </div>
          ) : null}
          <ThreadHeader
            chat={chat}
            backTo={paths.chats + suffix}
            showsBack={isPhone}
            areDetailsOpen={areDetailsOpen}
            onToggleDetails={toggleDetails}
          />
          <section
            data-region
            aria-label={t('thread.region')}
            className="flex min-h-0 flex-1 flex-col"
          >
            {thread.query.isError && !messages ? (
              <Empty
                kind="error"
                title={t('thread.failed')}
                className="flex-1"
                actions={
                  <Button onClick={() => void thread.query.refetch()}>{t('common.retry')}</Button>
                }
              >
                {t('errors.nothingLost')}
              </Empty>
            ) : !messages || dividerId === undefined ? (
              <ThreadSkeleton />
            ) : (
              <ThreadView
                chat={chat}
                thread={thread}
                window={messages}
                firstUnreadId={dividerId}
                unreadCount={markedUnread ?? unreadAtOpen}
                isReading={markedUnread === null}
                goalMessageId={goalMessageId}
                opensLatest={opensLatest}
                handleRef={threadRef}
                onToLatest={toLatest}
                onLeave={onFocusList}
              />
            )}
          </section>
          {messages?.items.length === 0 ? (
            <p className="px-4 pb-6 text-center text-base text-text-3">{t('thread.empty')}</p>
          ) : null}
          <Composer
            chat={chat}
            instance={instance}
            handleRef={composerRef}
            onSent={() => threadRef.current?.toEnd()}
            onEscape={() => threadRef.current?.focus()}
            onJump={jumpTo}
            onEditLast={editLast}
          />
        </div>
        <Suspense>
          {areDetailsOpen && isWide ? (
            <aside
              data-region
              aria-label={t('details.title')}
              className="w-80 shrink-0 border-l bg-surface"
            >
              {details}
            </aside>
          ) : null}
          {isWide ? null : (
            <Sheet isOpen={areDetailsOpen} onClose={closeDetails} label={t('details.title')}>
              {details}
            </Sheet>
          )}
          {infoOf ? (
            <MessageInfo
              messageId={infoOf.message.id}
              startsAtVersions={infoOf.startsAtVersions}
              isManager={isManager}
              onClose={() => {
                setInfoOf(null)
              }}
            />
          ) : null}
          {acting ? (
            <ActDialogs
              kind={acting.kind}
              message={acting.message}
              onClose={() => {
                setActing(null)
              }}
            />
          ) : null}
          {viewing === null ? null : (
            <MediaViewer
              items={(messages?.items ?? NONE).flatMap((message) => mediaItemOf(message) ?? [])}
              mediaId={viewing}
              chatName={chat.name}
              onMove={setViewing}
              onClose={() => {
                setViewing(null)
              }}
            />
          )}
        </Suspense>
      </div>
    </ThreadContext>
  )
}

const NONE: Mensagem[] = []
