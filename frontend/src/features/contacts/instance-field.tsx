import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { instanceOptions } from '@/api/instance-options'
import { Field } from '@/components/ui/field'
import { Notice } from '@/components/ui/notice'
import { Select } from '@/components/ui/select'

/** Por qual instância: a preferida, se está conectada, senão a primeira que está. */
export function useUsableInstance(cliente: number | null, preferred: number | null) {
  const { data, isSuccess } = useQuery(instanceOptions(cliente))
  const usable = (data ?? []).filter(({ status }) => status !== 'disconnected')
  const [chosen, setChosen] = useState(preferred)
  return {
    instance: usable.find(({ id }) => id === chosen)?.id ?? usable[0]?.id ?? null,
    usable,
    isKnown: isSuccess,
    setChosen,
  }
}

interface InstanceFieldProps {
  choice: ReturnType<typeof useUsableInstance>
  /** Contatos são de cada instância: o que se escolheu para outra não vale nesta. */
  onChange: () => void
}

/** Só há o que escolher quando há mais de uma; nenhuma, diz-se. */
export function InstanceField({ choice, onChange }: InstanceFieldProps) {
  const { t } = useTranslation()
  const { instance, usable, isKnown, setChosen } = choice
  if (usable.length === 0)
    return isKnown ? <Notice tone="warn">{t('contacts.noInstance')}</Notice> : null
  if (usable.length === 1) return null
  return (
    <Field label={t('contacts.instance')}>
      {(control) => (
        <Select
          {...control}
          value={instance ?? ''}
          onChange={(event) => {
            setChosen(Number(event.target.value))
            onChange()
          }}
        >
          {usable.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      )}
    </Field>
  )
}
