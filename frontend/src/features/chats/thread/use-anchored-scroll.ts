import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'

/** A menos disto do fim, a leitura está «no fim» e acompanha o que chega. */
const PINNED_PX = 80

interface Anchor {
  key: string
  top: number
}

/**
 * Rolagem que não se mexe sozinha. Antes de cada pintura, a primeira linha visível volta ao lugar exato
 * onde estava: prepender, podar por cima ou uma imagem que cresce não movem o que se lê.
 * (overflow-anchor do navegador fica desligado: o Safari não o tem e dois donos brigam.)
 */
export function useAnchoredScroll() {
  const scrollRef = useRef<HTMLDivElement>(null)
  const contentRef = useRef<HTMLDivElement>(null)
  const anchorRef = useRef<Anchor | null>(null)
  const isPinnedRef = useRef(true)
  /** Onde a própria casa pôs a rolagem: o evento que isso causa não é da pessoa. */
  const placedAtRef = useRef(-1)
  /** A rolagem e a altura da última vez que se olhou. */
  const lastRef = useRef({ top: 0, height: 0 })
  const [isAtBottom, setAtBottom] = useState(true)

  const rowAt = useCallback((): HTMLElement | null => {
    const scroller = scrollRef.current
    const content = contentRef.current
    if (!scroller || !content) return null
    const top = scroller.getBoundingClientRect().top
    const rows = content.children
    // Busca binária: as linhas estão em ordem de altura.
    let low = 0
    let high = rows.length - 1
    while (low < high) {
      const middle = (low + high) >> 1
      const row = rows[middle]
      if (row && row.getBoundingClientRect().bottom > top + 1) high = middle
      else low = middle + 1
    }
    const row = rows[low]
    return row instanceof HTMLElement ? row : null
  }, [])

  const remember = useCallback(() => {
    const scroller = scrollRef.current
    if (!scroller) return
    const left = scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop
    isPinnedRef.current = left < PINNED_PX
    lastRef.current = { top: scroller.scrollTop, height: scroller.scrollHeight }
    setAtBottom(isPinnedRef.current)
    const row = rowAt()
    const key = row?.dataset['key']
    if (!row || !key) {
      anchorRef.current = null
      return
    }
    const top = row.getBoundingClientRect().top - scroller.getBoundingClientRect().top
    // A tela arredonda ao pixel: guardar o lugar arredondado somaria o resto a cada imagem que cresce.
    const held = anchorRef.current
    const isSame = held?.key === key && Math.abs(held.top - top) < 1
    anchorRef.current = { key, top: isSame ? held.top : top }
  }, [rowAt])

  const settle = useCallback((canPin: boolean) => {
    const scroller = scrollRef.current
    if (!scroller) return
    // Alguém rolou e o evento ainda não chegou (Tab que revela uma mensagem, por exemplo): o gesto vale.
    const { top: lastTop, height: lastHeight } = lastRef.current
    const end = scroller.scrollHeight - scroller.clientHeight
    const wasCut = lastTop > end && Math.abs(scroller.scrollTop - end) < 2
    const moved = wasCut ? 0 : scroller.scrollTop - lastTop
    if (Math.abs(moved) > 1) {
      isPinnedRef.current = lastHeight - scroller.clientHeight - scroller.scrollTop < PINNED_PX
      if (anchorRef.current) anchorRef.current.top -= moved
    }
    if (isPinnedRef.current && canPin) {
      scroller.scrollTop = scroller.scrollHeight
      placedAtRef.current = scroller.scrollTop
      return
    }
    const held = anchorRef.current
    if (!held) return
    const row = contentRef.current?.querySelector<HTMLElement>(
      `[data-key="${CSS.escape(held.key)}"]`,
    )
    if (!row) return
    const top = row.getBoundingClientRect().top - scroller.getBoundingClientRect().top
    const shift = top - held.top
    if (Math.abs(shift) > 0.5) {
      scroller.scrollTop += shift
      placedAtRef.current = scroller.scrollTop
    }
  }, [])

  return {
    scrollRef,
    contentRef,
    anchorRef,
    isPinnedRef,
    placedAtRef,
    isAtBottom,
    remember,
    settle,
  }
}

/** Põe no lugar a cada desenho e a cada mudança de tamanho do conteúdo ou da janela. */
export function useSettle(
  { scrollRef, contentRef, settle, remember }: ReturnType<typeof useAnchoredScroll>,
  canPin: boolean,
) {
  useLayoutEffect(() => {
    settle(canPin)
    remember()
  })

  useEffect(() => {
    const scroller = scrollRef.current
    const content = contentRef.current
    if (!scroller || !content) return
    const observer = new ResizeObserver(() => {
      settle(canPin)
      remember()
    })
    observer.observe(scroller)
    observer.observe(content)
    return () => {
      observer.disconnect()
    }
  }, [scrollRef, contentRef, settle, remember, canPin])
}
