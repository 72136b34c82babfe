import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useRef, type RefObject } from 'react'
import { key } from '@/lib/key'
import { asApiError } from '@/api/errors'
import { useRowQueue } from '@/live/row-queue'
import { markRead } from '../chats-api'
import { writeChats } from '../cache/chat-rows'
import type { Chat } from '../model'

interface Shown {
  id: number
  sentAt: string
}

/** Lida é a mensagem cujo fim ficou 1 s à vista numa aba com foco. */
const SEEN_MS = 1_000
const SEND_MS = 400

export function useSeen(
  chat: Chat,
  scrollRef: RefObject<HTMLElement | null>,
  visibleKeys: string,
  isReading: boolean,
) {
  const queryClient = useQueryClient()
  const told = useRef('')
  const shown = useRef(new Set<number>())
  const newest = useRef<Shown | null>(null)
  const highest = useRef(0)
  const sendTimer = useRef<ReturnType<typeof setTimeout>>(undefined)

  const queue = useRowQueue()
  // Marcada como não lida: o que ainda se tentava dizer já não vale.
  useEffect(() => {
    if (!isReading) queue.stop()
  }, [queue, isReading])

  /**
   * A mais nova no tempo, e depois a de maior id, se é outra: uma antiga, recuperada agora, tem id maior que as de
   * depois dela, e o servidor não lê por ela o que não se mostrou.
   */
  async function tellRead(): Promise<number[]> {
    const ends = new Set([newest.current?.id ?? 0, highest.current])
    try {
      for (const upTo of ends) {
        if (upTo > (chat.read_up_to_id ?? 0))
          writeChats(queryClient, [await markRead(chat.id, upTo)])
      }
      void queryClient.invalidateQueries({ queryKey: key('chats', 'counts') })
      return []
    } catch (error) {
      return asApiError(error).isFinal ? [] : [chat.id]
    }
  }

  const send = useEffectEvent(() => {
    const now = `${newest.current?.id ?? 0}|${highest.current}`
    if (
      !isReading ||
      chat.unread_count === 0 ||
      now === told.current ||
      highest.current <= (chat.read_up_to_id ?? 0)
    )
      return
    told.current = now
    void queue.add([chat.id], tellRead)
  })

  const look = useEffectEvent(
    (timers: Map<Element, ReturnType<typeof setTimeout>>, row: Element, isVisible: boolean) => {
      clearTimeout(timers.get(row))
      timers.delete(row)
      if (!isVisible || !document.hasFocus() || document.visibilityState !== 'visible') return
      timers.set(
        row,
        setTimeout(() => {
          if (!document.hasFocus()) return
          const seen = shownIn(row)
          if (shown.current.has(seen.id)) return
          shown.current.add(seen.id)
          const isNewest = newest.current === null || isAfter(seen, newest.current)
          if (!isNewest && seen.id <= highest.current) return
          if (isNewest) newest.current = seen
          highest.current = Math.max(highest.current, seen.id)
          clearTimeout(sendTimer.current)
          sendTimer.current = setTimeout(send, SEND_MS)
        }, SEEN_MS),
      )
    },
  )

  useEffect(() => {
    const scroller = scrollRef.current
    if (!scroller || chat.unread_count === 0 || !isReading) return
    const timers = new Map<Element, ReturnType<typeof setTimeout>>()
    let observer: IntersectionObserver
    const watch = () => {
      observer = new IntersectionObserver(
        (entries) => {
          for (const entry of entries) {
            // O fim da mensagem está dentro da janela, mesmo que o começo não caiba.
            const end = entry.boundingClientRect.bottom
            const bounds = entry.rootBounds
            look(
              timers,
              entry.target,
              entry.isIntersecting && bounds !== null && end <= bounds.bottom + 4,
            )
          }
        },
        { root: scroller, threshold: [0, 0.5, 1] },
      )
      for (const row of scroller.querySelectorAll('[data-message]')) {
        if (!shown.current.has(shownIn(row).id)) observer.observe(row)
      }
    }
    const restart = () => {
      observer.disconnect()
      watch()
    }
    watch()
    window.addEventListener('focus', restart)
    return () => {
      observer.disconnect()
      window.removeEventListener('focus', restart)
      for (const timer of timers.values()) clearTimeout(timer)
    }
  }, [scrollRef, visibleKeys, chat.unread_count, isReading])
}

function shownIn(row: Element): Shown {
  return {
    id: Number(row.getAttribute('data-message')),
    sentAt: row.getAttribute('data-sent-at') ?? '',
  }
}

function isAfter(a: Shown, b: Shown): boolean {
  return a.sentAt === b.sentAt ? a.id > b.id : a.sentAt > b.sentAt
}
