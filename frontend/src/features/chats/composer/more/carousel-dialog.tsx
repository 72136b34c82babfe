import { Plus } from 'lucide-react'
import { useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/ui/button'
import { CarouselCards } from '../../bubbles/carousel-cards'
import {
  cardRequests,
  carouselDraft,
  carouselProblems,
  carouselSend,
  moved,
  withCard,
  type CardDraft,
} from './carousel'
import { CardFields } from './card-fields'
import { LIMITS } from './checks'
import type { MoreDialogProps } from './more'
import { SendDialog } from './send-dialog'
import { TextField } from './text-field'
import { ToldErrors } from './told-errors'
import { useSendForm } from './use-send-form'

const FIELDS = /^(text|cards\.\d+\.(text|image|buttons\.\d+\.(type|text|value)))$/

/** Cartões lado a lado, cada um com imagem, texto e botões, e como ficam na conversa. */
export function CarouselDialog({ chat, initial, onSend, onClose }: MoreDialogProps) {
  const { t } = useTranslation()
  const listRef = useRef<HTMLOListElement>(null)
  const [said, setSaid] = useState('')
  const { draft, field, change, check, errorAt, elsewhere } = useSendForm(
    () => carouselDraft(initial),
    carouselProblems,
    initial,
  )
  const { cards } = draft

  /** O foco vai com o cartão; numa ponta, ao botão que ainda o move. */
  function move(at: number, step: -1 | 1) {
    const to = at + step
    flushSync(() => {
      change({ cards: moved(cards, at, step) }, 'cards')
      setSaid(t('more.cardMoved', { n: to + 1, count: cards.length }))
    })
    const buttons = [...(listRef.current?.children[to]?.querySelectorAll('[data-move]') ?? [])]
    const wanted = step === -1 ? buttons : buttons.reverse()
    wanted.find((button): button is HTMLElement => !button.matches(':disabled'))?.focus()
  }

  function changeCard(at: number, changes: Partial<CardDraft>, attr: string) {
    change(
      { cards: cards.map((card, index) => (index === at ? { ...card, ...changes } : card)) },
      attr,
    )
  }

  return (
    <SendDialog
      title={t('more.carouselTitle', { name: chat.name })}
      onClose={onClose}
      onSubmit={() => {
        if (check()) onSend(carouselSend(draft))
      }}
    >
      <ToldErrors errors={elsewhere(FIELDS)} />
      <TextField label={t('more.message')} isFirst rows={2} {...field('text', LIMITS.text)} />
      <ol ref={listRef} className="flex flex-col gap-4">
        {cards.map((card, at) => (
          <li key={card.key}>
            <CardFields
              card={card}
              at={at}
              count={cards.length}
              errorAt={errorAt}
              onChange={(changes, attr) => {
                changeCard(at, changes, attr)
              }}
              onMove={(step) => {
                move(at, step)
              }}
              onRemove={() => {
                change({ cards: cards.filter((one) => one !== card) }, 'cards')
              }}
            />
          </li>
        ))}
      </ol>
      <p role="status" className="sr-only">
        {said}
      </p>
      {cards.length < LIMITS.cards ? (
        <Button
          size="small"
          variant="ghost"
          className="self-start"
          onClick={() => {
            change({ cards: withCard(draft).cards }, `cards.${cards.length}`)
          }}
        >
          <Plus aria-hidden className="size-4" strokeWidth={1.75} />
          {t('more.addCard')}
        </Button>
      ) : (
        <p className="text-meta text-text-3">{t('more.cardsFull', { count: LIMITS.cards })}</p>
      )}
      <section aria-label={t('more.preview')} className="flex flex-col gap-1">
        <h3 className="text-sub font-medium">{t('more.preview')}</h3>
        <div className="rounded-bubble bg-bubble-out p-3">
          <p className="text-msg break-words whitespace-pre-wrap">{draft.text}</p>
          <CarouselCards cards={cardRequests(cards)} />
        </div>
      </section>
    </SendDialog>
  )
}
