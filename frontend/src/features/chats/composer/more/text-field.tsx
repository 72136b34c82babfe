import type { ComponentProps } from 'react'
import { useTranslation } from 'react-i18next'
import { Field } from '@/components/ui/field'
import { Input, Textarea } from '@/components/ui/input'

interface TextFieldProps extends Pick<
  ComponentProps<'input'>,
  'inputMode' | 'placeholder' | 'className'
> {
  label: string
  hint?: string
  isOptional?: boolean
  error: string | null
  value: string
  maxLength: number
  /** Mais de uma: cresce para baixo. */
  rows?: number
  isFirst?: boolean
  onText: (text: string) => void
}

/** Um texto de um envio com formulário: rótulo, o que falta nele, e o limite do WhatsApp. */
export function TextField({
  label,
  hint,
  isOptional = false,
  error,
  rows,
  isFirst = false,
  className,
  onText,
  ...input
}: TextFieldProps) {
  const { t } = useTranslation()
  return (
    <Field
      label={label}
      hint={isOptional ? t('more.optional') : hint}
      error={error}
      className={className}
    >
      {(control) => {
        const all = {
          ...control,
          ...input,
          'data-autofocus': isFirst || undefined,
          onChange: ({ target }: { target: { value: string } }) => {
            onText(target.value)
          },
        }
        return rows ? <Textarea {...all} rows={rows} /> : <Input {...all} />
      }}
    </Field>
  )
}
