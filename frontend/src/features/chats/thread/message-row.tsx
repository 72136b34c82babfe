import { ChevronDown } from 'lucide-react'
import { memo, useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { cn } from '@/lib/cn'
import { Bubble } from '../bubbles/bubble'
import type { Mensagem } from '../model'
import { MessageMenu } from './message-menu'
import { useThreadScope } from '../scope'
import { useLongPress } from './use-long-press'
import { useSentence } from './use-sentence'

interface MessageRowProps {
  rowKey: string
  message: Mensagem
  startsGroup: boolean
  endsGroup: boolean
  isTabStop: boolean
  isHighlighted: boolean
  /** null: não se sabe em que lugar da conversa está. */
  position: number | null
  total: number
  onFocus: (key: string) => void
}

export const MessageRow = memo(function MessageRow({
  rowKey,
  message,
  startsGroup,
  endsGroup,
  isTabStop,
  isHighlighted,
  position,
  total,
  onFocus,
}: MessageRowProps) {
  const { t } = useTranslation()
  const { chat, actions } = useThreadScope()
  const sentence = useSentence(chat)
  const ref = useRef<HTMLElement>(null)
  const [menuAt, setMenuAt] = useState<DOMRect | null>(null)
  const isOut = message.direction === 'out'

  const openMenu = (rect?: DOMRect) => {
    const bubble = ref.current?.querySelector('[data-bubble]')
    setMenuAt(rect ?? bubble?.getBoundingClientRect() ?? new DOMRect())
  }
  const touch = useLongPress({
    onLongPress: () => {
      openMenu()
    },
    onSwipeRight: () => {
      actions.reply(message)
    },
  })

  // A conversa é uma parada só do Tab: o que há dentro da bolha entra na fila quando a mensagem tem o foco.
  useEffect(() => {
    const inner =
      ref.current?.querySelectorAll<HTMLElement>('a, button, input, video, summary') ?? []
    for (const element of inner) element.tabIndex = isTabStop ? 0 : -1
  })

  function onKeyDown(event: KeyboardEvent) {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey)
      return
    if (event.key === 'Enter') {
      event.preventDefault()
      openMenu()
    } else if (event.key === ' ') {
      const media = ref.current?.querySelector<HTMLElement>('[data-bubble] button, [data-bubble] a')
      if (message.media && media) {
        event.preventDefault()
        media.click()
      }
    }
  }

  // Artigo de um feed recebe foco e teclas pelo padrão WAI-ARIA; os gestos têm par no menu.
  /* eslint-disable jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/no-noninteractive-tabindex */
  return (
    <article
      ref={ref}
      data-key={rowKey}
      data-message={message.id}
      data-sent-at={message.sent_at}
      tabIndex={isTabStop ? 0 : -1}
      aria-label={sentence(message)}
      aria-posinset={position ?? undefined}
      aria-setsize={total}
      onFocus={() => {
        onFocus(rowKey)
      }}
      onKeyDown={onKeyDown}
      onContextMenu={(event) => {
        // Texto selecionado e links mantêm o menu do navegador.
        const isOnLink = event.target instanceof Element && event.target.closest('a, video')
        if (isOnLink || window.getSelection()?.toString()) return
        event.preventDefault()
        openMenu(new DOMRect(event.clientX, event.clientY, 0, 0))
      }}
      {...touch}
      className={cn(
        'group flex items-start gap-1 rounded-control px-3 outline-offset-[-2px] transition-colors duration-700 tablet:px-6',
        isOut ? 'flex-row-reverse' : '',
        endsGroup ? 'pb-2.5' : 'pb-0.5',
        isHighlighted &&
          'bg-selected motion-reduce:bg-transparent motion-reduce:outline-2 motion-reduce:outline-accent',
      )}
    >
      <Bubble message={message} startsGroup={startsGroup} />
      <button
        type="button"
        aria-label={t('message.actions')}
        aria-haspopup="menu"
        aria-expanded={menuAt !== null}
        onClick={(event) => {
          openMenu(event.currentTarget.getBoundingClientRect())
        }}
        className={cn(
          'touch-area grid size-7 shrink-0 place-items-center rounded-full text-text-3 opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 hover:bg-sunken hover:text-text focus-visible:opacity-100 touch:size-8 touch:opacity-70',
          menuAt && 'opacity-100',
        )}
      >
        <ChevronDown aria-hidden className="size-4" strokeWidth={1.75} />
      </button>
      {menuAt ? (
        <MessageMenu
          message={message}
          anchor={menuAt}
          onClose={() => {
            setMenuAt(null)
          }}
        />
      ) : null}
    </article>
  )
  /* eslint-enable */
})
