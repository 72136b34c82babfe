import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { cn } from '@/lib/cn'
import { PageTitle } from './page-header'
import { IconButton } from './ui/icon-button'

interface SidePaneProps {
  title: string
  /** O nome da página, para o título da janela. */
  page: string
  isPhone: boolean
  /** No computador; no celular toma a tela. */
  width: 'w-96' | 'w-[26rem]'
  onClose: () => void
  children: ReactNode
}

/** O escolhido de uma lista, ao lado dela; no celular, em vez dela. */
export function SidePane({ title, page, isPhone, width, onClose, children }: SidePaneProps) {
  const { t } = useTranslation()
  const Title = isPhone ? 'h1' : 'h2'
  return (
    <aside
      data-region
      tabIndex={-1}
      aria-label={title}
      className={cn(
        'flex min-h-0 flex-col bg-surface outline-none',
        isPhone ? 'flex-1' : ['shrink-0 border-l', width],
      )}
    >
      <PageTitle parts={[title, page]} />
      <header className="flex min-h-12 shrink-0 items-center gap-1 border-b py-1 pr-2 pl-4">
        <Title className="min-w-0 flex-1 truncate text-pane">{title}</Title>
        <IconButton icon={X} label={t('common.close')} keys="Esc" onClick={onClose} />
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto">{children}</div>
    </aside>
  )
}
