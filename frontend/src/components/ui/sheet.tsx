import { useId, type ReactNode } from 'react'
import { cn } from '@/lib/cn'
import { useModal } from './dialog'

interface SheetProps {
  isOpen: boolean
  onClose: () => void
  /** Nome para leitores de tela; o título visível é de quem enche o painel. */
  label: string
  children: ReactNode
  className?: string
}

/** Painel modal à direita; no celular ocupa a tela inteira. */
export function Sheet({ isOpen, onClose, label, children, className }: SheetProps) {
  const id = useId()
  const ref = useModal(isOpen, onClose)
  if (!isOpen) return null
  return (
    <dialog
      ref={ref}
      id={id}
      aria-label={label}
      className={cn(
        'm-0 ml-auto h-dvh w-full enter-overlay border-l bg-surface p-0 text-text shadow-overlay tablet:w-96',
        className,
      )}
    >
      {children}
    </dialog>
  )
}
