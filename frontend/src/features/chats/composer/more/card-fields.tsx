import { ArrowDown, ArrowUp, Trash2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '@/components/ui/icon-button'
import { ButtonFields } from './button-fields'
import type { CardDraft } from './carousel'
import { LIMITS } from './checks'
import { TextField } from './text-field'

interface CardFieldsProps {
  card: CardDraft
  at: number
  count: number
  errorAt: (attr: string) => string | null
  onChange: (changes: Partial<CardDraft>, attr: string) => void
  onMove: (step: -1 | 1) => void
  onRemove: () => void
}

/** Um cartão do carrossel, e o lugar dele entre os outros. */
export function CardFields({
  card,
  at,
  count,
  errorAt,
  onChange,
  onMove,
  onRemove,
}: CardFieldsProps) {
  const { t } = useTranslation()
  const n = at + 1
  const attr = `cards.${at}`
  return (
    <fieldset className="flex flex-col gap-3 rounded-control border p-3">
      <legend className="px-1 text-sub font-medium">{t('more.card', { n })}</legend>
      <div className="-mt-2 flex justify-end gap-1">
        <IconButton
          data-move
          icon={ArrowUp}
          label={t('more.cardUp', { n })}
          disabled={at === 0}
          onClick={() => {
            onMove(-1)
          }}
        />
        <IconButton
          data-move
          icon={ArrowDown}
          label={t('more.cardDown', { n })}
          disabled={n === count}
          onClick={() => {
            onMove(1)
          }}
        />
        <IconButton
          icon={Trash2}
          label={t('more.removeCard', { n })}
          disabled={count === 1}
          onClick={onRemove}
        />
      </div>
      <TextField
        label={t('more.cardImage')}
        hint={t('more.cardImageHint')}
        inputMode="url"
        placeholder="https://"
        error={errorAt(`${attr}.image`)}
        value={card.image}
        maxLength={LIMITS.url}
        onText={(image) => {
          onChange({ image }, `${attr}.image`)
        }}
      />
      <TextField
        label={t('more.cardText')}
        hint={t('more.letters', { used: card.text.length, count: LIMITS.cardText })}
        rows={2}
        error={errorAt(`${attr}.text`)}
        value={card.text}
        maxLength={LIMITS.cardText}
        onText={(text) => {
          onChange({ text }, `${attr}.text`)
        }}
      />
      <ButtonFields
        buttons={card.buttons}
        limit={LIMITS.cardButtons}
        attr={`${attr}.buttons`}
        errorAt={errorAt}
        onChange={(buttons, changed) => {
          onChange({ buttons }, changed)
        }}
      />
    </fieldset>
  )
}
