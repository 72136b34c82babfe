import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { Notice } from './ui/notice'

interface QueueQuestionProps {
  /** undefined: ainda se pergunta ao gateway. */
  count: number | undefined
  /** As palavras de quem não deixou ler a fila. */
  error: string | null
  clears: boolean
  onChange: (clears: boolean) => void
}

/** O que está preso no gateway sairia de uma vez ao reconectar; quem decide é a pessoa. */
export function QueueQuestion({ count, error, clears, onChange }: QueueQuestionProps) {
  const { t } = useTranslation()
  const name = useId()
  if (error !== null) {
    return (
      <Notice tone="warn" role="status">
        {t('gatewayQueue.failed', { message: error })}
      </Notice>
    )
  }
  if (count === undefined) {
    return (
      <p role="status" className="text-sub text-text-3">
        {t('gatewayQueue.asking')}
      </p>
    )
  }
  if (count === 0) return null
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="mb-1 text-base text-text">{t('gatewayQueue.choice', { count })}</legend>
      {[
        { value: false, label: t('gatewayQueue.keep') },
        { value: true, label: t('gatewayQueue.clear') },
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
      <p className="text-meta text-text-3">{t('gatewayQueue.clearHint')}</p>
    </fieldset>
  )
}
