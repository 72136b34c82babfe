import { X } from 'lucide-react'
import { useEffect, useId, useRef, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { cn } from '@/lib/cn'
import { IconButton } from './icon-button'

export interface DialogProps {
  isOpen: boolean
  onClose: () => void
  title: string
  children: ReactNode
  footer?: ReactNode
  /** Não fecha com Esc nem clique fora: só para o que não pode ser ignorado. */
  isBlocking?: boolean
  size?: 'small' | 'base' | 'large'
  className?: string
}

/** O primeiro do corpo, e não o «Fechar» do cabeçalho. */
const FIRST_USEFUL =
  '[data-dialog-body] :is(input, select, textarea, button, a[href]):not(:disabled, [hidden])'
const WIDTH = { small: 'tablet:w-96', base: 'tablet:w-[32rem]', large: 'tablet:w-[48rem]' }

/** <dialog> nativo: prende o foco, devolve-o ao fechar e fica acima de tudo, sem biblioteca. */
export function useModal(isOpen: boolean, onClose: () => void, isBlocking = false) {
  const ref = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const dialog = ref.current
    if (!dialog || !isOpen) return
    const opener = document.activeElement
    dialog.showModal()
    // O autoFocus do React age antes de o diálogo abrir e se perde; o do HTML ele não escreve.
    const first =
      dialog.querySelector<HTMLElement>('[data-autofocus]') ??
      dialog.querySelector<HTMLElement>(FIRST_USEFUL)
    first?.focus()
    return () => {
      dialog.close()
      // O React pode tirar o <dialog> do documento antes de ele fechar, e aí o navegador não devolve o foco.
      const isLost = !document.activeElement || document.activeElement === document.body
      if (isLost && opener instanceof HTMLElement) opener.focus()
    }
  }, [isOpen])
  useEffect(() => {
    const dialog = ref.current
    if (!dialog || !isOpen) return
    const onCancel = (event: Event) => {
      event.preventDefault()
      if (!isBlocking) onClose()
    }
    // O pano de fundo é o próprio <dialog>: só conta o toque que começou nele.
    const onPointerDown = (event: PointerEvent) => {
      if (event.target === dialog && !isBlocking) onClose()
    }
    dialog.addEventListener('cancel', onCancel)
    dialog.addEventListener('pointerdown', onPointerDown)
    return () => {
      dialog.removeEventListener('cancel', onCancel)
      dialog.removeEventListener('pointerdown', onPointerDown)
    }
  }, [isOpen, onClose, isBlocking])
  return ref
}

export function Dialog({
  isOpen,
  onClose,
  title,
  children,
  footer,
  isBlocking = false,
  size = 'base',
  className,
}: DialogProps) {
  const { t } = useTranslation()
  const titleId = useId()
  const ref = useModal(isOpen, onClose, isBlocking)
  if (!isOpen) return null
  return (
    <dialog
      ref={ref}
      aria-labelledby={titleId}
      className={cn(
        'm-auto w-full enter-overlay rounded-bubble border bg-surface p-0 text-text shadow-overlay tablet:max-w-[calc(100vw-2rem)] phone:mb-0 phone:rounded-b-none',
        WIDTH[size],
        className,
      )}
    >
      <div className="flex max-h-[min(85dvh,48rem)] flex-col phone:pb-safe">
        <header className="flex items-center gap-2 border-b py-2 pr-2 pl-4">
          <h2 id={titleId} className="min-w-0 flex-1 text-pane">
            {title}
          </h2>
          {isBlocking ? null : (
            <IconButton icon={X} label={t('common.close')} onClick={onClose} keys="Esc" />
          )}
        </header>
        <div data-dialog-body className="min-h-0 flex-1 overflow-y-auto p-4">
          {children}
        </div>
        {footer ? (
          <footer className="flex flex-wrap justify-end gap-2 border-t px-4 py-3">{footer}</footer>
        ) : null}
      </div>
    </dialog>
  )
}
