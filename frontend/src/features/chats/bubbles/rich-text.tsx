import { use, useMemo, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { cn } from '@/lib/cn'
import { openNewChat } from '@/lib/new-chat'
import type { Mensagem } from '../model'
import { ThreadContext } from '../scope'
import { isEmojiOnly, parseMarks, type Piece } from './marks'
import { splitMentions } from './mentions'

const FOLD_LINES = 12
const FOLD_CHARS = 900
/** Mais do que cabe em doze linhas: o resto nem se desenha enquanto está dobrado. */
const FOLDED_CHARS = 4_000

interface RichTextProps {
  text: string
  mentions?: Mensagem['mentions']
  after?: ReactNode
}

const NOBODY: Mensagem['mentions'] = []

export function RichText({ text, mentions = NOBODY, after }: RichTextProps) {
  const { t } = useTranslation()
  const isLong = text.length > FOLD_CHARS || text.split('\n').length > FOLD_LINES
  const [isOpen, setOpen] = useState(false)
  const isFolded = isLong && !isOpen
  const shown = isFolded ? text.slice(0, FOLDED_CHARS) : text
  const pieces = useMemo(() => parseMarks(shown), [shown])
  return (
    <div
      className={cn(
        'flow-root text-msg break-words whitespace-pre-wrap text-text',
        isEmojiOnly(text) && 'text-[2rem] leading-10',
      )}
    >
      <span className={isFolded ? 'line-clamp-12' : undefined}>
        {renderPieces(pieces, mentions)}
      </span>
      {isLong ? (
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => {
            setOpen(!isOpen)
          }}
          className="mt-1 block min-h-6 text-sub font-medium text-accent-text hover:underline touch:min-h-11"
        >
          {isOpen ? t('said.less') : t('said.more')}
        </button>
      ) : null}
      {after}
    </div>
  )
}

function renderPieces(pieces: Piece[], mentions: Mensagem['mentions']): ReactNode {
  return pieces.map((piece, index) => {
    switch (piece.kind) {
      case 'text':
        return mentions.length > 0 ? renderMentions(piece.text, mentions) : piece.text
      case 'link':
        return (
          <a
            key={index}
            href={piece.href}
            target="_blank"
            rel="noopener noreferrer nofollow"
            className="[overflow-wrap:anywhere] text-accent-text underline underline-offset-2"
          >
            {piece.text}
          </a>
        )
      case 'phone':
        return <PhoneLink key={index} phone={piece.text} />
      case 'code':
        return (
          <code key={index} className="rounded-chip bg-sunken px-1 font-mono text-sub">
            {piece.text}
          </code>
        )
      case 'block':
        return (
          <code
            key={index}
            className="my-1 block overflow-x-auto rounded-control bg-sunken p-2 font-mono text-sub"
          >
            {piece.text}
          </code>
        )
      case 'bold':
        return <strong key={index}>{renderPieces(piece.pieces, mentions)}</strong>
      case 'italic':
        return <em key={index}>{renderPieces(piece.pieces, mentions)}</em>
      case 'strike':
        return <s key={index}>{renderPieces(piece.pieces, mentions)}</s>
    }
  })
}

function renderMentions(text: string, mentions: Mensagem['mentions']): ReactNode {
  return splitMentions(text, mentions).map((part, index) =>
    part.isMention ? (
      <span key={index} className="font-medium text-accent-text">
        {part.text}
      </span>
    ) : (
      part.text
    ),
  )
}

/** Um número dito na conversa: abre o diálogo de conversa nova com ele, pela mesma instância. */
function PhoneLink({ phone }: { phone: string }) {
  const { t } = useTranslation()
  const scope = use(ThreadContext)
  return (
    <button
      type="button"
      aria-label={t('said.talkTo', { phone })}
      title={t('said.talk')}
      onClick={() => {
        openNewChat({ phone, instance: scope?.chat.instance ?? null })
      }}
      className="touch-area inline text-left text-accent-text underline decoration-dotted underline-offset-2"
    >
      {phone}
    </button>
  )
}
