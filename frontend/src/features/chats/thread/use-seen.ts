import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useRef, type RefObject } from 'react'
import { key } from '@/lib/key'
import { asApiError } from '@/api/errors'
import { useRowQueue } from '@/live/row-queue'
import { markRead } from '../chats-api'
import { writeChats } from '../cache/chat-rows'
import type { Chat } from '../model'

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
  const sentUpTo = useRef(0)
  const highest = useRef(0)
  const sendTimer = useRef<ReturnType<typeof setTimeout>>(undefined)

  const queue = useRowQueue()
  // Marcada como não lida: o que ainda se tentava dizer já não vale.
  useEffect(() => {
    if (!isReading) queue.stop()
  }, [queue, isReading])

  async function tellRead(): Promise<number[]> {
    try {
      writeChats(queryClient, [await markRead(chat.id, highest.current)])
      void queryClient.invalidateQueries({ queryKey: key('chats', 'counts') })
      return []
    } catch (error) {
      return asApiError(error).isFinal ? [] : [chat.id]
    }
  }

  const send = useEffectEvent(() => {
    const upTo = highest.current
    if (
      !isReading ||
      chat.unread_count === 0 ||
      upTo <= sentUpTo.current ||
      upTo <= (chat.read_up_to_id ?? 0)
    )
      return
    sentUpTo.current = upTo
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
          const id = Number(row.getAttribute('data-message'))
          if (id <= highest.current) return
          highest.current = id
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
        if (Number(row.getAttribute('data-message')) > highest.current) observer.observe(row)
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
