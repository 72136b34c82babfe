import { Check } from 'lucide-react'
import { useState, type ComponentProps } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from './button'
import { Field } from './field'
import { Input } from './input'

interface SavedFieldProps extends Omit<ComponentProps<'input'>, 'value' | 'onChange' | 'id'> {
  label: string
  value: string
  hint?: string
  isRequired?: boolean
  disabledReason?: string | null
  /** Rejeitar com a frase que o campo deve mostrar. */
  onSave: (value: string) => Promise<unknown>
}

/** Um campo que se salva sozinho ao sair ou com Enter, e diz «Salvo» ali mesmo. */
export function SavedField({
  label,
  value,
  hint,
  isRequired = false,
  disabledReason,
  onSave,
  ...props
}: SavedFieldProps) {
  const { t } = useTranslation()
  const [text, setText] = useState(value)
  const [known, setKnown] = useState(value)
  const [state, setState] = useState<'idle' | 'busy' | 'saved'>('idle')
  const [error, setError] = useState<string | null>(null)

  // O valor mudou por fora e aqui ninguém mexeu: acompanha.
  if (known !== value) {
    setKnown(value)
    if (text === known) setText(value)
  }

  async function save() {
    const next = text.trim()
    if (next === value || state === 'busy') return
    if (isRequired && next === '') {
      setError(t('settings.required'))
      return
    }
    setState('busy')
    setError(null)
    try {
      await onSave(next)
      setState('saved')
    } catch (failure) {
      setState('idle')
      setError(failure instanceof Error ? failure.message : String(failure))
    }
  }

  const isChanged = text.trim() !== value
  return (
    <Field label={label} hint={disabledReason ?? hint} error={error}>
      {(control) => (
        <span className="flex items-center gap-2">
          <Input
            {...props}
            {...control}
            value={text}
            disabled={Boolean(disabledReason)}
            onChange={(event) => {
              setText(event.target.value)
              setState('idle')
              setError(null)
            }}
            onBlur={() => void save()}
            onKeyDown={(event) => {
              if (event.key === 'Enter') {
                event.preventDefault()
                void save()
              } else if (event.key === 'Escape' && isChanged) {
                event.stopPropagation()
                setText(value)
                setError(null)
              }
            }}
          />
          <SavedNote
            state={isChanged && state !== 'busy' ? 'changed' : state}
            onSave={() => void save()}
          />
        </span>
      )}
    </Field>
  )
}

function SavedNote({
  state,
  onSave,
}: {
  state: 'idle' | 'busy' | 'saved' | 'changed'
  onSave: () => void
}) {
  const { t } = useTranslation()
  return (
    <span className="flex w-20 shrink-0 items-center">
      {state === 'changed' || state === 'busy' ? (
        <Button
          size="small"
          isBusy={state === 'busy'}
          busyLabel={t('settings.saving')}
          onClick={onSave}
        >
          {t('settings.save')}
        </Button>
      ) : null}
      <span role="status" className="inline-flex items-center gap-1 text-sub text-ok">
        {state === 'saved' ? (
          <>
            <Check aria-hidden className="size-4" strokeWidth={1.75} />
            {t('settings.saved')}
          </>
        ) : null}
      </span>
    </span>
  )
}
