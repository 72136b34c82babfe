import {
  useCallback,
  useEffect,
  useEffectEvent,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
  type RefObject,
} from 'react'
import { useTranslation } from 'react-i18next'
import { useUser } from '@/contexts/auth-context'
import { setPlaylist } from '../bubbles/player'
import { outgoingStore } from '../composer/outgoing'
import type { Chat, Mensagem } from '../model'
import { FloatingDate } from './floating-date'
import { JumpButtons } from './jump-buttons'
import { outgoingRows, rowsOf, withGaps, type ThreadRow } from './rows'
import { sentKeyOf } from './sent-keys'
import type { ThreadWindow } from '../cache/thread-window'
import { ThreadEdge } from './thread-edge'
import { ThreadRows } from './thread-rows'
import { useAnchoredScroll, useSettle } from './use-anchored-scroll'
import { useAnnouncer } from './use-announcer'
import { useGaps } from './use-gaps'
import { useGoal, type Goal } from './use-goal'
import { useSeen } from './use-seen'
import { useSentence } from './use-sentence'
import { useSlice } from './use-slice'
import { useThreadKeys } from './use-thread-keys'
import type { useThread } from './use-thread'

/** A esta distância da borda já se busca ou se desliza. */
const PREFETCH_PX = 1_500
const SLIDE_PX = 1_000

export interface ThreadHandle {
  jumpTo: (messageId: number) => boolean
  toEnd: () => void
  focus: () => void
}

interface ThreadViewProps {
  chat: Chat
  thread: ReturnType<typeof useThread>
  window: ThreadWindow
  firstUnreadId: number | null
  /** Quantas havia por ler ao abrir, ou ao marcar: o divisor não muda enquanto se lê. */
  unreadCount: number
  /** Falso: marcou-se como não lida, e olhar não desfaz isso até a conversa abrir de novo. */
  isReading: boolean
  goalMessageId: number | null
  opensLatest: boolean
  handleRef: RefObject<ThreadHandle | null>
  onToLatest: () => void
  onLeave: () => void
}

/** Onde cada conversa estava, para quem volta a ela nesta visita. */
const places = new Map<number, { key: string; top: number }>()

/** A altura do que flutua com o dia, com a folga dele. */
const FLOATING_PX = 40

/** O dia, ou o início da conversa, já está escrito onde a data flutuante o cobriria. */
function hasDayAtTop(scroller: HTMLElement): boolean {
  const { top } = scroller.getBoundingClientRect()
  return [...scroller.querySelectorAll('[data-day], [data-beginning]')].some((row) => {
    const box = row.getBoundingClientRect()
    return box.bottom > top && box.top < top + FLOATING_PX
  })
}

function firstGoal(rows: ThreadRow[], chatId: number, goalMessageId: number | null): Goal {
  if (goalMessageId !== null) {
    const target = rows.find((row) => row.kind === 'message' && row.message.id === goalMessageId)
    if (target) return { kind: 'row', key: target.key, place: 'center', isHighlighted: true }
  }
  if (rows.some(({ kind }) => kind === 'unread'))
    return { kind: 'row', key: 'unread', place: 'quarter' }
  const place = places.get(chatId)
  if (place && rows.some(({ key }) => key === place.key)) {
    return { kind: 'row', key: place.key, place: { top: place.top } }
  }
  return { kind: 'end' }
}

export function ThreadView({
  chat,
  thread,
  window,
  firstUnreadId,
  unreadCount,
  isReading,
  goalMessageId,
  opensLatest,
  handleRef,
  onToLatest,
  onLeave,
}: ThreadViewProps) {
  const { t } = useTranslation()
  const { id: userId } = useUser()
  const outgoing = useSyncExternalStore(outgoingStore.subscribe, outgoingStore.get)
  const isLatest = window.newer === null
  const gaps = useGaps(chat.instance)
  const rows = useMemo(
    () => [
      ...withGaps(rowsOf(window.items, firstUnreadId, sentKeyOf), gaps, isLatest),
      ...(isLatest
        ? outgoingRows(
            outgoing.filter((entry) => entry.chat === chat.id),
            window.items,
            userId,
            sentKeyOf,
          )
        : []),
    ],
    [window.items, firstUnreadId, gaps, isLatest, outgoing, chat.id, userId],
  )
  const scroll = useAnchoredScroll()
  const { scrollRef, contentRef, anchorRef, isPinnedRef, placedAtRef, isAtBottom, remember } =
    scroll
  const slice = useSlice(rows, isAtBottom)
  const hasEnd = slice.isAtEnd && isLatest
  useSettle(scroll, hasEnd)
  const [firstOfAll] = useState<Goal>(() =>
    opensLatest ? { kind: 'end' } : firstGoal(rows, chat.id, goalMessageId),
  )
  const { setGoal, highlighted, hasGoal } = useGoal(firstOfAll, scroll, slice)
  const lastTop = useRef(0)
  const [topKey, setTopKey] = useState<string | null>(null)

  const messages = useMemo(() => rows.filter((row) => row.kind === 'message'), [rows])
  const visibleKeys = `${slice.visible[0]?.key ?? ''}|${slice.visible.at(-1)?.key ?? ''}|${rows.length}`
  useSeen(chat, scrollRef, visibleKeys, isReading)

  /** Página mais antiga ou mais nova, quando a fatia já encosta na borda do que se tem; abaixo, a fatia desliza antes. */
  const loadIfNear = () => {
    const scroller = scrollRef.current
    if (!scroller || hasGoal) return
    const below = scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop
    if (!slice.isAtEnd && below < SLIDE_PX) slice.slideDown()
    if (
      slice.isAtStart &&
      window.older &&
      thread.olderState === 'idle' &&
      scroller.scrollTop < PREFETCH_PX
    ) {
      thread.loadOlder()
    }
    if (slice.isAtEnd && window.newer && thread.newerState === 'idle' && below < PREFETCH_PX) {
      thread.loadNewer()
    }
  }
  const loadLatest = useEffectEvent(loadIfNear)
  useEffect(() => {
    loadLatest()
  }, [rows, visibleKeys, hasGoal])

  function onScroll() {
    const scroller = scrollRef.current
    if (!scroller) return
    const isOurs = Math.abs(scroller.scrollTop - placedAtRef.current) < 2
    const wentUp = scroller.scrollTop < lastTop.current
    lastTop.current = scroller.scrollTop
    remember()
    setTopKey(hasDayAtTop(scroller) ? null : (anchorRef.current?.key ?? null))
    if (isOurs) return
    if (wentUp && !slice.isAtStart && scroller.scrollTop < SLIDE_PX) slice.slideUp()
    loadIfNear()
  }

  const toEnd = useCallback(() => {
    if (isLatest) setGoal({ kind: 'end' })
    else onToLatest()
  }, [isLatest, setGoal, onToLatest])

  const jumpTo = useCallback(
    (messageId: number) => {
      const target = messages.find((row) => row.kind === 'message' && row.message.id === messageId)
      if (!target) return false
      setGoal({ kind: 'row', key: target.key, place: 'center', isHighlighted: true })
      return true
    },
    [messages, setGoal],
  )

  const keys = useThreadKeys({
    rows: slice.visible,
    scrollRef,
    toEnd,
    onLeave,
    toUnread: () => {
      if (firstUnreadId !== null) setGoal({ kind: 'row', key: 'unread', place: 'quarter' })
    },
  })
  const { focusTabStop } = keys

  useEffect(() => {
    handleRef.current = { jumpTo, toEnd, focus: focusTabStop }
  }, [handleRef, jumpTo, toEnd, focusTabStop])

  // Ao sair, guarda o lugar; no fim não há o que guardar.
  useLayoutEffect(
    () => () => {
      if (isPinnedRef.current || !anchorRef.current) places.delete(chat.id)
      else places.set(chat.id, anchorRef.current)
    },
    [chat.id, anchorRef, isPinnedRef],
  )

  const items = window.items
  useEffect(() => {
    setPlaylist(
      chat.id,
      items.flatMap(({ type, media, sender_name }) =>
        type === 'voice' && media?.status === 'ready'
          ? [
              {
                mediaId: media.id,
                chatId: chat.id,
                title: sender_name ?? chat.name,
                seconds: media.seconds,
              },
            ]
          : [],
      ),
    )
  }, [items, chat.id, chat.name])

  const newBelow = useNewBelow(items, isAtBottom && hasEnd, isLatest ? null : chat.unread_count)
  const announcement = useArrivals(chat, items, isAtBottom && hasEnd)
  const topRow = topKey === null ? null : rows.find(({ key }) => key === topKey)
  const topIso =
    topRow?.kind === 'message' ? topRow.message.sent_at : topRow?.kind === 'day' ? topRow.iso : null

  return (
    <div className="relative min-h-0 flex-1">
      <FloatingDate iso={topIso} signal={topKey} />
      {/* As teclas são das mensagens; o feed só as recolhe num lugar. */}
      {/* eslint-disable-next-line jsx-a11y/no-static-element-interactions */}
      <div
        ref={scrollRef}
        data-thread
        tabIndex={-1}
        onScroll={onScroll}
        onKeyDown={keys.onKeyDown}
        className="h-full overflow-y-auto overscroll-contain outline-none [overflow-anchor:none]"
      >
        <div className="flex min-h-full flex-col justify-end">
          <ThreadEdge
            side="older"
            window={window}
            state={thread.olderState}
            onRetry={thread.loadOlder}
            isAtEdge={slice.isAtStart}
          />
          {/* Só as linhas: num feed não cabe o que as pontas dizem. */}
          <div
            ref={contentRef}
            role={messages.length > 0 ? 'feed' : undefined}
            aria-label={messages.length > 0 ? t('thread.label', { name: chat.name }) : undefined}
            aria-busy={thread.olderState === 'loading'}
            className="flex flex-col"
          >
            <ThreadRows
              rows={slice.visible}
              total={isLatest && !window.older ? messages.length : -1}
              unreadCount={unreadCount}
              tabStop={keys.tabStop}
              highlighted={highlighted}
              onFocus={keys.setTabStop}
            />
          </div>
          <ThreadEdge
            side="newer"
            window={window}
            state={thread.newerState}
            onRetry={thread.loadNewer}
            isAtEdge={slice.isAtEnd}
          />
          <div className="h-2" />
        </div>
      </div>
      <JumpButtons
        canGoDown={!isAtBottom || !hasEnd}
        newBelow={newBelow}
        onDown={toEnd}
        onUnread={
          firstUnreadId !== null && chat.unread_count > 0 && newBelow === 0 && topRow
            ? () => {
                setGoal({ kind: 'row', key: 'unread', place: 'quarter' })
              }
            : null
        }
        isUnreadAbove={isAbove(rows, topKey)}
      />
      <p role="status" className="sr-only">
        {announcement}
      </p>
    </div>
  )
}

/** O divisor de não lidas está acima do que se vê? */
function isAbove(rows: ThreadRow[], topKey: string | null): boolean {
  const unread = rows.findIndex(({ kind }) => kind === 'unread')
  const top = rows.findIndex(({ key }) => key === topKey)
  return unread !== -1 && top !== -1 && unread < top
}

/** Quantas chegaram depois que a leitura saiu do fim. */
function useNewBelow(items: Mensagem[], isAtEnd: boolean, inHistory: number | null): number {
  const lastId = items.at(-1)?.id ?? 0
  const [seenId, setSeenId] = useState(lastId)
  if (isAtEnd && seenId !== lastId) setSeenId(lastId)
  if (inHistory !== null) return inHistory
  const at = items.findIndex(({ id }) => id === seenId)
  return at === -1 ? 0 : items.slice(at + 1).filter(({ direction }) => direction === 'in').length
}

/** Anuncia o que chega só na conversa aberta, no fim e com a aba à vista. */
function useArrivals(chat: Chat, items: Mensagem[], isAtEnd: boolean): string {
  const { t } = useTranslation()
  const sentence = useSentence(chat)
  const more = useCallback((count: number) => t('thread.andMore', { count }), [t])
  const { text, announce } = useAnnouncer(more)
  const last = items.at(-1)
  const knownId = useRef(last?.id ?? 0)
  const tell = useEffectEvent((message: Mensagem) => {
    if (isAtEnd && message.direction === 'in' && document.visibilityState === 'visible') {
      announce(sentence(message))
    }
  })
  useEffect(() => {
    if (!last || last.id === knownId.current) return
    if (last.id > knownId.current) tell(last)
    knownId.current = last.id
  }, [last])
  return text
}
