import { useState } from 'react'
import type { Outgoing } from '../../model'
import type { Problems } from './checks'
import { useFieldErrors } from './use-field-errors'

type TextName<Draft> = { [K in keyof Draft]: Draft[K] extends string ? K : never }[keyof Draft] &
  string

/** O que todo envio com formulário tem: o que se escreve, o que falta, e o que o servidor disse de cada campo. */
export function useSendForm<Draft extends object>(
  start: () => Draft,
  problemsOf: (draft: Draft) => Problems,
  initial: Outgoing | null,
) {
  const [draft, setDraft] = useState(start)
  const errors = useFieldErrors(problemsOf(draft), initial)

  function change(changes: Partial<Draft>, attr: string) {
    setDraft({ ...draft, ...changes })
    errors.touch(attr)
  }

  return {
    ...errors,
    draft,
    change,
    /** O que um `TextField` precisa; `attr`: como a API o chama, se não é pelo mesmo nome. */
    field: <Name extends TextName<Draft>>(name: Name, maxLength: number, attr: string = name) => ({
      value: draft[name] as string,
      maxLength,
      error: errors.errorAt(attr),
      onText: (typed: string) => {
        change({ [name]: typed } as Partial<Draft>, attr)
      },
    }),
  }
}
