import { useId } from 'react'
import { useTranslation } from 'react-i18next'

interface QueueChoiceProps {
  count: number
  clears: boolean
  onChange: (clears: boolean) => void
}

/** O que está preso no gateway sairia de uma vez ao reconectar; quem decide é a pessoa. */
export function QueueChoice({ count, clears, onChange }: QueueChoiceProps) {
  const { t } = useTranslation()
  const name = useId()
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="mb-1 text-base text-text">
        {t('instances.actQueueChoice', { count })}
      </legend>
      {[
        { value: false, label: t('instances.actQueueKeep') },
        { value: true, label: t('instances.actQueueClear') },
      ].map(({ value, label }) => (
        <label
          key={label}
          className="flex min-h-6 items-center gap-2 text-base text-text touch:min-h-11"
        >
          <input
            type="radio"
            name={name}
            className="size-4 shrink-0 accent-accent"
            checked={clears === value}
            onChange={() => {
              onChange(value)
            }}
          />
          {label}
        </label>
      ))}
      <p className="text-meta text-text-3">{t('instances.actQueueClearHint')}</p>
    </fieldset>
  )
}
