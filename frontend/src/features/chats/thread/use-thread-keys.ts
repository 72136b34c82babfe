import { useCallback, useState, type KeyboardEvent, type RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import { useCopy } from '@/hooks/use-copy'
import { areLettersOn, isTextField } from '@/lib/shortcuts'
import type { ThreadRow } from './rows'
import { useThreadScope } from '../scope'

interface Options {
  rows: ThreadRow[]
  scrollRef: RefObject<HTMLElement | null>
  toEnd: () => void
  toUnread: () => void
  onLeave: () => void
}

/** As teclas da conversa com o foco numa mensagem. */
export function useThreadKeys({ rows, scrollRef, toEnd, toUnread, onLeave }: Options) {
  const { t } = useTranslation()
  const copy = useCopy()
  const { actions, lacks } = useThreadScope()
  const [chosen, setTabStop] = useState<string | null>(null)
  const messages = rows.filter((row) => row.kind === 'message')
  // A escolhida pode ter saído da fatia; a última é sempre um bom lugar para entrar.
  const tabStop = messages.some(({ key }) => key === chosen)
    ? chosen
    : (messages.at(-1)?.key ?? null)

  const focusKey = useCallback(
    (key: string | null) => {
      if (key === null) {
        scrollRef.current?.focus()
        return
      }
      const row = scrollRef.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)
      row?.focus({ preventScroll: true })
      row?.scrollIntoView({ block: 'nearest' })
    },
    [scrollRef],
  )

  const focusTabStop = useCallback(() => {
    focusKey(tabStop)
  }, [focusKey, tabStop])

  function onKeyDown(event: KeyboardEvent) {
    if (
      event.defaultPrevented ||
      event.ctrlKey ||
      event.metaKey ||
      event.altKey ||
      isTextField(event.target)
    )
      return
    if (event.target instanceof HTMLInputElement || event.target instanceof HTMLVideoElement) return
    const at = messages.findIndex(({ key }) => key === tabStop)
    const current = messages[at]
    const message = current?.kind === 'message' ? current.message : null
    const isLetter = event.key.length === 1
    if (isLetter && !areLettersOn()) return

    const acts: Record<string, (() => void) | undefined> = {
      ArrowUp: () => {
        focusKey(messages[Math.max(0, at - 1)]?.key ?? null)
      },
      ArrowDown: () => {
        focusKey(messages[Math.min(messages.length - 1, at + 1)]?.key ?? null)
      },
      End: toEnd,
      Escape: onLeave,
      b: toUnread,
      r: message
        ? () => {
            actions.reply(message)
          }
        : undefined,
      o: message
        ? () => {
            actions.openInfo(message)
          }
        : undefined,
      U:
        message?.direction === 'in'
          ? () => {
              actions.markUnread(message)
            }
          : undefined,
      '+':
        message?.message_id && !message.revoked_at && !lacks('reaction')
          ? () => {
              actions.act('react', message)
            }
          : undefined,
      y: message?.text
        ? () => {
            void copy(message.text ?? '', t('message.copied'))
          }
        : undefined,
    }
    const act = acts[isLetter && !event.shiftKey ? event.key.toLowerCase() : event.key]
    if (!act) return
    event.preventDefault()
    // «R» aqui é citar; o atalho da página não deve rodar também.
    event.stopPropagation()
    act()
  }

  return { tabStop, setTabStop, onKeyDown, focusTabStop }
}
