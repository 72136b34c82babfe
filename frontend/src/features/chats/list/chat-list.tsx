import { ArrowUp } from 'lucide-react'
import {
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  useSyncExternalStore,
  type KeyboardEvent,
  type RefObject,
} from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/ui/button'
import { draftsStore } from '../composer/drafts-store'
import type { Chat } from '../model'
import { ChatRow } from './chat-row'
import { useFixedRows } from './use-fixed-rows'
import { useHeldOrder } from './use-held-order'
import { useRowHeight } from './use-row-height'

interface ChatListProps {
  chats: Chat[]
  filterKey: string
  openId: number | null
  total: number | undefined
  hasMore: boolean
  showsInstance: boolean
  hrefOf: (chat: Chat) => string
  onNearEnd: () => void
  /** Quem está de fora (busca, Esc na conversa) põe o foco aqui. */
  focusRef: RefObject<(() => void) | null>
  onOrder: (chats: Chat[]) => void
}

/** Onde a lista estava, para voltar ao mesmo lugar no celular. */
const offsets = new Map<string, number>()
const NEAR_END = 40

export function ChatList({
  chats,
  filterKey,
  openId,
  total,
  hasMore,
  showsInstance,
  hrefOf,
  onNearEnd,
  focusRef,
  onOrder,
}: ChatListProps) {
  const { t } = useTranslation()
  const scrollRef = useRef<HTMLDivElement>(null)
  const rowHeight = useRowHeight()
  const drafts = useSyncExternalStore(draftsStore.subscribe, draftsStore.get)
  const { shown, moved, hold, catchUp, release } = useHeldOrder(chats, filterKey)
  const [tabStop, setTabStop] = useState<number | null>(openId)
  const stopIndex = Math.max(
    0,
    shown.findIndex(({ id }) => id === (tabStop ?? openId)),
  )

  const { indexes, last, height, reveal } = useFixedRows(scrollRef, shown.length, rowHeight)
  // A linha com o foco continua no DOM mesmo rolada para longe.
  const drawn =
    indexes.includes(stopIndex) || stopIndex >= shown.length
      ? indexes
      : [...indexes, stopIndex].sort((a, b) => a - b)

  // De volta à lista, no mesmo lugar.
  useLayoutEffect(() => {
    if (scrollRef.current) scrollRef.current.scrollTop = offsets.get(filterKey) ?? 0
  }, [filterKey])

  useEffect(() => {
    if (hasMore && last >= shown.length - NEAR_END) onNearEnd()
  }, [hasMore, last, shown.length, onNearEnd])

  useEffect(() => {
    onOrder(shown)
  }, [shown, onOrder])

  function focusRow(index: number) {
    const chat = shown[index]
    if (!chat) return
    setTabStop(chat.id)
    reveal(index)
    requestAnimationFrame(() => {
      scrollRef.current
        ?.querySelector<HTMLElement>(`[data-chat="${chat.id}"]`)
        ?.focus({ preventScroll: true })
    })
  }

  useEffect(() => {
    focusRef.current = () => {
      focusRow(stopIndex)
    }
  })

  function onKeyDown(event: KeyboardEvent) {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const page = Math.max(1, Math.floor((scrollRef.current?.clientHeight ?? 0) / rowHeight) - 1)
    const moves: Record<string, number> = {
      ArrowDown: stopIndex + 1,
      j: stopIndex + 1,
      ArrowUp: stopIndex - 1,
      k: stopIndex - 1,
      PageDown: stopIndex + page,
      PageUp: stopIndex - page,
      Home: 0,
      End: shown.length - 1,
    }
    const target = moves[event.key]
    if (target === undefined) return
    event.preventDefault()
    focusRow(Math.min(shown.length - 1, Math.max(0, target)))
  }

  return (
    <div className="relative min-h-0 flex-1">
      {moved > 0 ? (
        <Button
          size="small"
          variant="primary"
          className="absolute -top-4.5 left-1/2 z-10 h-7! -translate-x-1/2 rounded-full shadow-overlay touch:h-11!"
          onClick={() => {
            catchUp()
            scrollRef.current?.scrollTo({ top: 0 })
          }}
        >
          {t('chats.movedUp', { count: moved })}
          <ArrowUp aria-hidden className="size-4" strokeWidth={1.75} />
        </Button>
      ) : null}
      {/* O ponteiro e o foco aqui só congelam a ordem; quem age são os links. */}
      {/* eslint-disable-next-line jsx-a11y/no-static-element-interactions */}
      <div
        ref={scrollRef}
        className="h-full overflow-y-auto overscroll-contain"
        onPointerEnter={(event) => {
          if (event.pointerType === 'mouse') hold()
        }}
        onPointerLeave={(event) => {
          if (!event.currentTarget.contains(document.activeElement)) release()
        }}
        onFocus={hold}
        onBlur={(event) => {
          const list = event.currentTarget
          if (!list.contains(event.relatedTarget) && !list.matches(':hover')) release()
        }}
        onScroll={(event) => {
          offsets.set(filterKey, event.currentTarget.scrollTop)
        }}
      >
        {/* As setas andam de linha em linha: a lista inteira é uma parada do Tab. */}
        {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
        <ul
          aria-label={t('chats.list')}
          onKeyDown={onKeyDown}
          style={{ height }}
          className="relative"
        >
          {drawn.map((index) => {
            const chat = shown[index]
            if (!chat) return null
            return (
              <ChatRow
                key={chat.id}
                chat={chat}
                to={hrefOf(chat)}
                isOpen={chat.id === openId}
                isTabStop={index === stopIndex}
                position={index + 1}
                total={hasMore ? (total ?? -1) : shown.length}
                draft={drafts.get(chat.id) ?? chat.draft?.text ?? null}
                showsInstance={showsInstance}
                style={rowStyle(index * rowHeight)}
                onFocus={setTabStop}
              />
            )
          })}
        </ul>
      </div>
    </div>
  )
}

const styles = new Map<number, { transform: string }>()

/** O mesmo objeto para o mesmo lugar, para que só a linha que mudou se desenhe. */
function rowStyle(start: number) {
  let style = styles.get(start)
  if (!style) {
    style = { transform: `translateY(${start}px)` }
    styles.set(start, style)
  }
  return style
}
