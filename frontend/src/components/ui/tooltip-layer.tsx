/** Uma só dica para a casa toda: quem tem `data-tip` ganha a sua ao pairar ou receber foco pelo teclado. */
import { useEffect, useRef, useState } from 'react'
import { Kbd } from './kbd'

interface Tip {
  text: string
  keys: string | null
  rect: DOMRect
}

const DELAY_MS = 500

export function TooltipLayer() {
  const [tip, setTip] = useState<Tip | null>(null)
  const ref = useRef<HTMLDivElement>(null)

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const hide = () => {
      clearTimeout(timer)
      setTip(null)
    }
    const show = (target: EventTarget | null, delay: number) => {
      const owner = target instanceof Element ? target.closest<HTMLElement>('[data-tip]') : null
      hide()
      if (!owner) return
      timer = setTimeout(() => {
        setTip({
          text: owner.dataset['tip'] ?? '',
          keys: owner.dataset['tipKeys'] ?? null,
          rect: owner.getBoundingClientRect(),
        })
      }, delay)
    }
    const onOver = (event: PointerEvent) => {
      if (event.pointerType === 'mouse') show(event.target, DELAY_MS)
    }
    // Só o Tab mostra a dica: foco posto por código (abrir diálogo, voltar de menu) não pediu nada.
    let tabbedAt = 0
    const onFocus = (event: FocusEvent) => {
      if (Date.now() - tabbedAt > 100) return
      if (event.target instanceof Element && event.target.matches(':focus-visible'))
        show(event.target, 0)
    }
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Tab') tabbedAt = Date.now()
      if (event.key === 'Escape') hide()
    }
    document.addEventListener('pointerover', onOver)
    document.addEventListener('focusin', onFocus)
    document.addEventListener('focusout', hide)
    document.addEventListener('pointerdown', hide)
    document.addEventListener('keydown', onKey, true)
    document.addEventListener('scroll', hide, true)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('pointerover', onOver)
      document.removeEventListener('focusin', onFocus)
      document.removeEventListener('focusout', hide)
      document.removeEventListener('pointerdown', hide)
      document.removeEventListener('keydown', onKey, true)
      document.removeEventListener('scroll', hide, true)
    }
  }, [])

  useEffect(() => {
    const layer = ref.current
    if (!layer || !tip) return
    layer.showPopover()
    const { offsetWidth: width, offsetHeight: height } = layer
    const below = tip.rect.bottom + 6
    const top = below + height < window.innerHeight - 8 ? below : tip.rect.top - height - 6
    const left = tip.rect.left + tip.rect.width / 2 - width / 2
    layer.style.top = `${top}px`
    layer.style.left = `${Math.max(8, Math.min(left, window.innerWidth - width - 8))}px`
  }, [tip])

  if (!tip) return null
  return (
    <div
      ref={ref}
      popover="manual"
      aria-hidden
      className="pointer-events-none fixed m-0 max-w-72 rounded-chip border-0 bg-text px-2 py-1 text-meta text-surface shadow-overlay"
    >
      <span className="flex items-center gap-2">
        {tip.text}
        {tip.keys ? <Kbd keys={tip.keys} className="text-surface" /> : null}
      </span>
    </div>
  )
}
