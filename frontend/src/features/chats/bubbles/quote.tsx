import { useTranslation } from 'react-i18next'
import { cn } from '@/lib/cn'
import { knownType, TYPE_ICON } from '../message-face'
import type { Quoted } from '../model'
import { useQuoteFace } from './quote-face'

interface QuoteProps {
  quoted: Quoted
  /** Quem é «o outro», quando o payload não traz nome. */
  fallbackName: string
  onJump?: (() => void) | undefined
  className?: string
}

/** A citação: barra, autor e trecho. Se a original existe aqui, clicar leva a ela. */
export function Quote({ quoted, fallbackName, onJump, className }: QuoteProps) {
  const { t } = useTranslation()
  const type = knownType(quoted.type ?? 'text')
  const Icon = type === 'text' ? null : TYPE_ICON[type]
  const { author, text } = useQuoteFace(quoted, fallbackName)
  const content = (
    <>
      <span className="block truncate text-meta font-semibold text-accent-text">{author}</span>
      <span className="flex items-center gap-1 text-sub text-text-2">
        {Icon ? <Icon aria-hidden className="size-4 shrink-0" strokeWidth={1.75} /> : null}
        <span className="line-clamp-2 break-words">
          {text ??
            (type === 'text'
              ? t(quoted.kind === 'story' ? 'said.storyMissing' : 'said.quoteMissing')
              : t(`types.${type}`))}
        </span>
      </span>
    </>
  )
  const shell =
    'block w-full rounded-chip border-l-[3px] border-accent bg-sunken/70 px-2 py-1 text-left'
  if (!onJump) return <div className={cn(shell, className)}>{content}</div>
  return (
    <button
      type="button"
      title={t('said.jumpToQuote', { name: author })}
      onClick={onJump}
      className={cn(shell, 'hover:bg-sunken', className)}
    >
      {content}
    </button>
  )
}
